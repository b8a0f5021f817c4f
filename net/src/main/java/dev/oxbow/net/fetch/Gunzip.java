package dev.oxbow.net.fetch;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.zip.GZIPInputStream;

/** Unpacks gzip within a bound: a kilobyte can unpack to a megabyte, and whoever sent it may mean to. */
final class Gunzip {
    private Gunzip() {
    }

    /** @throws FetchFailedException when it is not gzip, ends early, or unpacks to more than {@code bytesMax} */
    static byte[] unpack(byte[] packed, int bytesMax) throws FetchFailedException {
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(packed))) {
            byte[] unpacked = in.readNBytes(bytesMax);
            if (in.read() >= 0) {
                throw FetchFailure.tooLarge(bytesMax);
            }
            return unpacked;
        } catch (IOException e) {
            throw new FetchFailedException("the answer's gzip packing is damaged");
        }
    }
}
