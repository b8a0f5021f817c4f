package dev.oxbow.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.oxbow.core.metainfo.MagnetUri;
import dev.oxbow.core.metainfo.Metainfo;
import dev.oxbow.core.metainfo.MetainfoException;
import dev.oxbow.core.metainfo.MetainfoFile;
import dev.oxbow.core.value.InfoHash;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code oxbow info}. */
@Command(name = "info", description = "Show what a torrent file or magnet link says.", mixinStandardHelpOptions = true)
final class InfoCommand implements Callable<Integer> {
    @Parameters(paramLabel = "FILE|MAGNET", description = "A .torrent file or a magnet link.")
    private String input;

    @Mixin
    private NamingOptions naming;

    @Option(names = "--json", description = "As one JSON object.")
    private boolean json;

    @Option(names = "--verbose", description = "Show stack traces.")
    private boolean verbose;

    @Override
    public Integer call() {
        if (input.regionMatches(true, 0, "magnet:", 0, 7)) {
            show(json(magnet()));
        } else {
            Metainfo metainfo = TorrentSource.parse(TorrentSource.read(input), "this file", naming.rules()).metainfo();
            if (json) {
                System.out.println(json(metainfo));
            } else {
                StringWriter text = new StringWriter(); // a torrent may have a hundred thousand files: one write, and not one for each
                print(metainfo, new PrintWriter(text));
                System.out.print(text);
            }
        }
        return ExitStatus.DONE.code();
    }

    private MagnetUri magnet() {
        try {
            return MagnetUri.parse(input);
        } catch (MetainfoException e) {
            throw new CliException(ExitStatus.USAGE, e.getMessage(), e);
        }
    }

    private void show(ObjectNode magnet) {
        if (json) {
            System.out.println(magnet);
        } else {
            magnet.properties().stream().filter(entry -> !entry.getValue().isNull() && !entry.getValue().isEmpty() || entry.getValue().isTextual())
                    .forEach(entry -> System.out.println(entry.getKey() + ": " + (entry.getValue().isTextual() ? entry.getValue().textValue() : entry.getValue())));
        }
    }

    private static void lists(ObjectNode out, List<List<String>> trackers, List<String> webSeeds) {
        ArrayNode tiers = out.putArray("trackers");
        trackers.forEach(tier -> tier.forEach(tiers.addArray()::add));
        webSeeds.forEach(out.putArray("webSeeds")::add);
    }

    private static ObjectNode json(Metainfo metainfo) {
        ObjectNode out = JsonNodeFactory.instance.objectNode();
        out.put("infoHashV1", metainfo.infoHash().toString()).put("infoHashV2", metainfo.infoHashV2().orElse(null));
        out.put("name", metainfo.name()).put("totalLength", metainfo.payloadLengthBytes()).put("pieceLength", metainfo.pieceLengthBytes());
        out.put("pieceCount", metainfo.layout().pieceCount()).put("private", metainfo.isPrivate());
        ArrayNode files = out.putArray("files");
        for (MetainfoFile file : metainfo.files()) {
            ObjectNode it = files.addObject().put("path", file.pathText()).put("length", file.lengthBytes());
            if (file.isPad()) {
                it.put("pad", true);
            }
            file.symlink().ifPresent(target -> it.put("symlink", target));
            file.md5sum().ifPresent(sum -> it.put("md5sum", sum));
        }
        lists(out, metainfo.trackerTiers(), metainfo.webSeeds());
        out.put("comment", metainfo.comment().orElse(null)).put("createdBy", metainfo.createdBy().orElse(null));
        out.put("encoding", metainfo.encoding().orElse(null));
        out.put("creationDate", metainfo.creationDateSeconds().isPresent() ? metainfo.creationDateSeconds().getAsLong() : null);
        out.putNull("selectOnly").putNull("peerAddresses");
        return out;
    }

    private static ObjectNode json(MagnetUri magnet) {
        ObjectNode out = JsonNodeFactory.instance.objectNode();
        out.put("infoHashV1", magnet.infoHashV1().map(InfoHash::toString).orElse(null)).put("infoHashV2", magnet.infoHashV2().orElse(null));
        out.put("name", magnet.name().orElse(null)).put("totalLength", magnet.lengthBytes().isPresent() ? magnet.lengthBytes().getAsLong() : null);
        out.putNull("pieceLength").putNull("pieceCount").putNull("private").putNull("files");
        lists(out, magnet.trackers().stream().map(List::of).toList(), magnet.webSeeds());
        out.putNull("comment").putNull("createdBy").putNull("creationDate");
        if (magnet.selectOnly().isEmpty()) {
            out.putNull("selectOnly");
        } else {
            magnet.selectOnly().forEach(out.putArray("selectOnly")::add);
        }
        magnet.peerAddresses().forEach(out.putArray("peerAddresses")::add);
        return out;
    }

    private static void print(Metainfo metainfo, PrintWriter out) {
        out.println("name          " + metainfo.shownName());
        out.println("info hash     " + metainfo.infoHash() + metainfo.infoHashV2().map(hash -> "\n              " + hash + " (v2)").orElse(""));
        out.println("size          " + Amounts.bytes(metainfo.payloadLengthBytes()) + " (" + metainfo.payloadLengthBytes() + " bytes)");
        out.println("pieces        " + metainfo.layout().pieceCount() + " of " + Amounts.bytes(metainfo.pieceLengthBytes()));
        out.println("private       " + (metainfo.isPrivate() ? "yes" : "no"));
        line(out, "comment       ", metainfo.comment());
        line(out, "created by    ", metainfo.createdBy());
        metainfo.creationDateSeconds().ifPresent(seconds -> out.println("created       " + Instant.ofEpochSecond(seconds)));
        for (int tier = 0; tier < metainfo.trackerTiers().size(); tier++) {
            for (String url : metainfo.trackerTiers().get(tier)) {
                out.println("tracker       " + url + (metainfo.trackerTiers().size() > 1 ? " (tier " + (tier + 1) + ")" : ""));
            }
        }
        metainfo.webSeeds().forEach(url -> out.println("web seed      " + url));
        out.println("files");
        for (int i = 0; i < metainfo.files().size(); i++) {
            MetainfoFile file = metainfo.files().get(i);
            if (!file.isPad()) {
                out.printf("%6d  %12s  %s%n", i, Amounts.bytes(file.lengthBytes()), file.shownPath());
            }
        }
    }

    private static void line(PrintWriter out, String label, Optional<String> value) {
        value.ifPresent(text -> out.println(label + text));
    }
}
