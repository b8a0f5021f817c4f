package dev.oxbow.core.webseed;

/** What one part of a run is filled with: the body of one request, or zeros. */
public sealed interface Stretch {
    /** How much of the run it fills; at least 1. */
    long lengthBytes();

    /**
     * Bytes of one file, to be asked for with a {@code Range} header (BEP 19).
     *
     * @param fileIndex       its place in the torrent
     * @param url             in ASCII, encoded
     * @param fileLengthBytes what the server should say that the file has
     * @param offsetBytes     where the bytes begin in the file
     */
    record FileRange(int fileIndex, String url, long fileLengthBytes, long offsetBytes, long lengthBytes) implements Stretch {
        /** The value of the {@code Range} header (RFC 9110, section 14.1.2): the last byte's position is included. */
        public String rangeHeader() {
            return "bytes=" + offsetBytes + "-" + lastBytes();
        }

        /** The position of the last byte in the file. */
        public long lastBytes() {
            return offsetBytes + lengthBytes - 1;
        }

        /** Whether it is all of the file: then a server without ranges answers it just as well. */
        public boolean isWholeFile() {
            return lengthBytes == fileLengthBytes;
        }
    }

    /**
     * Bytes of one piece, named in the URL; the body is nothing but them (BEP 17).
     *
     * @param url in ASCII, encoded
     */
    record ScriptRange(String url, long lengthBytes) implements Stretch {
    }

    /** Bytes of a pad file (BEP 47): no server need have it. */
    record Zeros(long lengthBytes) implements Stretch {
    }
}
