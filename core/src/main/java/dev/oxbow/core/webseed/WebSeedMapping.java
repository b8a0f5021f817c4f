package dev.oxbow.core.webseed;

import dev.oxbow.core.value.FileLayout;
import dev.oxbow.core.value.WebSeedStyle;
import java.util.ArrayList;
import java.util.List;

/**
 * From bytes of a torrent to what to ask a web seed for. One stretch at a time: a torrent of a million tiny files would make a long list
 * of long URLs.
 */
public final class WebSeedMapping {
    private final WebSeedLayout layout;
    private final WebSeedStyle style;
    private final String base;

    /** @param base the URL that the torrent names */
    public WebSeedMapping(WebSeedLayout layout, WebSeedStyle style, String base) {
        this.layout = layout;
        this.style = style;
        this.base = base;
    }

    /**
     * How to fill the torrent's bytes from {@code startBytes} on: as many of them as one request or one pad file covers, and none from
     * {@code endBytes} on.
     */
    public Stretch stretchAt(long startBytes, long endBytes) {
        FileLayout files = layout.files();
        if (endBytes <= startBytes) {
            throw new IllegalArgumentException("no bytes to ask for");
        }
        int file = files.fileAt(startBytes);
        long fileEnd = Math.min(endBytes, files.offsetBytes(file) + files.lengthBytes(file));
        if (files.isPad(file)) {
            return new Stretch.Zeros(fileEnd - startBytes);
        }
        if (style == WebSeedStyle.HOFFMAN) {
            return scriptRange(file, startBytes, endBytes);
        }
        String url = WebSeedUrl.file(base, layout.multiFile(), layout.rawPaths().get(file));
        return new Stretch.FileRange(file, url, files.lengthBytes(file), startBytes - files.offsetBytes(file), fileEnd - startBytes);
    }

    /** Up to the next pad file or the end of the piece; the script sees no borders between files. */
    private Stretch scriptRange(int firstFile, long startBytes, long endBytes) {
        int pieceIndex = (int) (startBytes / layout.pieces().pieceLengthBytes());
        long pieceStart = layout.pieces().pieceOffsetBytes(pieceIndex);
        int pieceLength = layout.pieces().pieceLengthBytes(pieceIndex);
        long end = Math.min(endBytes, pieceStart + pieceLength);
        for (int file = firstFile + 1; file < layout.files().fileCount() && layout.files().offsetBytes(file) < end; file++) {
            if (layout.files().isPad(file) && layout.files().lengthBytes(file) > 0) {
                end = layout.files().offsetBytes(file);
            }
        }
        long length = end - startBytes;
        String url = length == pieceLength ? WebSeedUrl.piece(base, layout.infoHash(), pieceIndex)
                : WebSeedUrl.pieceRange(base, layout.infoHash(), pieceIndex, startBytes - pieceStart, end - pieceStart - 1);
        return new Stretch.ScriptRange(url, length);
    }

    /** All stretches of a run, for runs that are known to be short. */
    public List<Stretch> stretches(BlockRun run) {
        List<Stretch> out = new ArrayList<>();
        long end = run.endBytes(layout.pieces());
        for (long at = run.startBytes(layout.pieces()); at < end; at += out.get(out.size() - 1).lengthBytes()) {
            out.add(stretchAt(at, end));
        }
        return out;
    }
}
