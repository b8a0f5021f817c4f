package dev.oxbow.client;

import dev.oxbow.core.value.ByteString;
import java.util.ArrayList;
import java.util.List;

/** What the user wishes of one file of a torrent. */
public enum FileWish {
    /** Not to be fetched nor created. */
    UNWANTED,
    WANTED,
    /** Wanted, and before others. */
    PREFERRED;

    private static final FileWish[] ALL = values();

    /** In the order of the torrent's files, pads included, as the journal has it. */
    static ByteString priorities(List<FileWish> files) {
        byte[] out = new byte[files.size()];
        for (int i = 0; i < out.length; i++) {
            out[i] = (byte) files.get(i).ordinal();
        }
        return ByteString.wrap(out);
    }

    static List<FileWish> of(ByteString priorities) {
        List<FileWish> out = new ArrayList<>(priorities.length());
        for (int i = 0; i < priorities.length(); i++) {
            out.add(ALL[priorities.byteAt(i)]);
        }
        return List.copyOf(out);
    }
}
