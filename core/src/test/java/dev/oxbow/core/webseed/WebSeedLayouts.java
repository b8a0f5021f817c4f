package dev.oxbow.core.webseed;

import dev.oxbow.core.value.ByteString;
import dev.oxbow.core.value.FileLayout;
import dev.oxbow.core.value.InfoHash;
import dev.oxbow.core.value.PieceLayout;
import java.util.ArrayList;
import java.util.List;

/** Layouts from pictures: {@code "a:10 pad:6 b/c:20"} are three files, the second of them a pad file; lengths in KiB. */
final class WebSeedLayouts {
    /** The example of BEP 17. */
    static final InfoHash INFO_HASH = InfoHash.ofHex("9CD9698AF555751A9186AE066C57EA21572335E0");

    private WebSeedLayouts() {
    }

    /** A single file when the picture is one file without a directory and {@code name} is its name. */
    static WebSeedLayout layout(String name, boolean multiFile, String picture, int pieceKiB) {
        String[] parts = picture.split(" ");
        long[] lengths = new long[parts.length];
        boolean[] pads = new boolean[parts.length];
        List<List<ByteString>> paths = new ArrayList<>();
        for (int i = 0; i < parts.length; i++) {
            int colon = parts[i].lastIndexOf(':');
            String path = parts[i].substring(0, colon);
            lengths[i] = Long.parseLong(parts[i].substring(colon + 1)) * 1024;
            pads[i] = path.equals("pad");
            List<ByteString> components = new ArrayList<>(List.of(ByteString.ofUtf8(name)));
            for (String component : multiFile ? path.split("/") : new String[0]) {
                components.add(ByteString.ofUtf8(component));
            }
            paths.add(components);
        }
        FileLayout files = FileLayout.of(lengths, pads);
        return new WebSeedLayout(INFO_HASH, new PieceLayout(files.totalLengthBytes(), pieceKiB * 1024), files, multiFile, paths);
    }
}
