package dev.oxbow.replay.why;

import dev.oxbow.core.metainfo.MetainfoException;
import dev.oxbow.core.metainfo.MetainfoFile;
import dev.oxbow.core.metainfo.MetainfoParser;
import dev.oxbow.core.session.Torrent;
import dev.oxbow.core.value.FileLayout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Why a file is not there, or not whole. */
final class WhyFile {
    private final Story story;
    private final Torrent torrent;
    private final List<String> paths;

    WhyFile(Story story, Torrent torrent, Path sessionDirectory) {
        this.story = story;
        this.torrent = torrent;
        this.paths = paths(sessionDirectory);
    }

    /** Names are not in the journal, but in the torrent file that lies beside it. */
    private List<String> paths(Path sessionDirectory) {
        try {
            byte[] bytes = Files.readAllBytes(sessionDirectory.resolve("metainfo").resolve(torrent.spec().infoHash() + ".torrent"));
            return MetainfoParser.parse(bytes).files().stream().map(MetainfoFile::shownPath).toList();
        } catch (IOException | MetainfoException e) {
            return List.of();
        }
    }

    Answer answer(String wanted) {
        int file = find(wanted);
        FileLayout files = torrent.spec().files();
        String name = "file " + file + (file < paths.size() ? " (" + paths.get(file) + ")" : "");
        List<Branch> tree = new ArrayList<>();
        long length = files.lengthBytes(file);
        if (length == 0) {
            return new Answer(name + " is empty; it is created when the torrent is synced.", List.of(Branch.of(story.where())));
        }
        int first = (int) (files.offsetBytes(file) / torrent.layout().pieceLengthBytes());
        int last = (int) ((files.offsetBytes(file) + length - 1) / torrent.layout().pieceLengthBytes());
        Map<String, List<Integer>> missing = new LinkedHashMap<>();
        int verified = 0;
        int durable = 0;
        for (int piece = first; piece <= last; piece++) {
            if (torrent.picker().verified().contains(piece)) {
                verified++;
                durable += torrent.disk().durable().contains(piece) ? 1 : 0;
            } else {
                missing.computeIfAbsent(WhyPiece.waiting(story, torrent, piece), unseen -> new ArrayList<>()).add(piece);
            }
        }
        int pieces = last - first + 1;
        tree.add(Branch.of(Words.bytes(length) + ", pieces " + first + " to " + last + ": " + verified + " of " + pieces
                + " verified, " + durable + " safe on disk"));
        missing.forEach((why, which) -> tree.add(Branch.of("missing " + Words.runs(which) + ": " + why)));
        torrent.fault().ifPresent(fault -> tree.add(Branch.of("the disk last said: " + torrent.faultDetail())));
        tree.add(Branch.of(story.where()));
        return new Answer(sentence(name, file, pieces - verified, verified == durable, missing), tree);
    }

    private String sentence(String name, int file, int lacking, boolean safe, Map<String, List<Integer>> missing) {
        if (!torrent.isWanted(file)) {
            return name + " is not wanted" + (lacking == 0 ? ", though all of it is there" : "") + ".";
        }
        if (lacking == 0) {
            return name + " is complete" + (safe ? " and safe on disk." : ", and being made safe on disk.");
        }
        String most = missing.entrySet().stream().max((a, b) -> Integer.compare(a.getValue().size(), b.getValue().size())).orElseThrow()
                .getKey();
        return name + " lacks " + Words.count(lacking, "piece") + ": " + most + ".";
    }

    private int find(String wanted) {
        int count = torrent.spec().files().fileCount();
        if (wanted.matches("[0-9]{1,9}") && Integer.parseInt(wanted) < count) {
            return Integer.parseInt(wanted);
        }
        Optional<Integer> named = java.util.stream.IntStream.range(0, paths.size()).boxed()
                .filter(file -> paths.get(file).equals(wanted) || paths.get(file).endsWith("/" + wanted)).findFirst();
        if (named.isEmpty() && count == 1 && torrent.spec().name().equals(wanted)) {
            return 0;
        }
        return named.orElseThrow(() -> new IllegalArgumentException("no such file: give its number, 0 to " + (count - 1)
                + ", or its path as 'oxbow info' shows it"));
    }
}
