package dev.oxbow.core.metainfo;

import dev.oxbow.core.value.ByteString;
import dev.oxbow.core.value.Text;
import java.util.List;
import java.util.Optional;

/**
 * A file of a torrent.
 *
 * @param path    where it is written, relative to the download directory; made safe, the torrent's own directory first when it has
 *                several files
 * @param rawPath the same components as the torrent has them, neither decoded nor made safe: what a web seed is asked for (BEP 19)
 * @param isPad   takes room in the pieces but is never written (BEP 47)
 * @param symlink the target of a symbolic link (BEP 47), for display only
 * @param md5sum  32 hexadecimal digits, as the torrent's maker claims; for display only
 */
public record MetainfoFile(
        List<String> path, List<ByteString> rawPath, long lengthBytes, boolean isPad, Optional<String> symlink, Optional<String> md5sum) {
    public MetainfoFile {
        path = List.copyOf(path);
        rawPath = List.copyOf(rawPath);
    }

    /** The path's components with {@code /} between them. */
    public String pathText() {
        return String.join("/", path);
    }

    /** The same without what would upset a terminal. */
    public String shownPath() {
        String text = pathText();
        return Text.printable(text, text.length());
    }
}
