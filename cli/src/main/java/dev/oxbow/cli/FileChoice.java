package dev.oxbow.cli;

import dev.oxbow.client.FileWish;
import dev.oxbow.core.metainfo.Metainfo;
import dev.oxbow.core.metainfo.MetainfoParser;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** Files as the user names them, {@code 0,2,4-7} or {@code all}: by their places in what {@code info} lists, from 0. */
final class FileChoice {
    private static final Pattern PART = Pattern.compile("([0-9]{1,9})(?:-([0-9]{1,9}))?");

    private FileChoice() {
    }

    /**
     * @param select which files are wanted; nothing leaves that as it was
     * @param prefer which of them are wanted before others
     * @throws CliException when one of them is not in the torrent, or none is left
     */
    static Optional<List<FileWish>> of(Metainfo metainfo, Optional<String> select, Optional<String> prefer) {
        if (select.isEmpty() && prefer.isEmpty()) {
            return Optional.empty();
        }
        int count = metainfo.files().size();
        boolean all = select.map("all"::equals).orElse(true);
        List<FileWish> out = new ArrayList<>(Collections.nCopies(count, all ? FileWish.WANTED : FileWish.UNWANTED));
        if (!all) {
            set(out, "--select", select.get(), FileWish.WANTED);
        }
        prefer.ifPresent(text -> set(out, "--prefer", text, FileWish.PREFERRED));
        for (int file = 0; file < count; file++) {
            if (out.get(file) != FileWish.UNWANTED && !metainfo.files().get(file).isPad()) {
                return Optional.of(out);
            }
        }
        throw new CliException(ExitStatus.USAGE, "--select names nothing but padding; oxbow info lists the files");
    }

    /** The same of a torrent whose files are not known yet; empty for all. */
    static List<Integer> indexes(String text) {
        if (text.equals("all")) {
            return List.of();
        }
        List<FileWish> wishes = new ArrayList<>(Collections.nCopies(MetainfoParser.FILES_MAX, FileWish.UNWANTED));
        set(wishes, "--select", text, FileWish.WANTED);
        return IntStream.range(0, wishes.size()).filter(file -> wishes.get(file) == FileWish.WANTED).boxed().toList();
    }

    private static void set(List<FileWish> files, String option, String text, FileWish wish) {
        for (String part : text.split(",", -1)) {
            Matcher matcher = PART.matcher(part.strip());
            if (!matcher.matches()) {
                throw new CliException(ExitStatus.USAGE, option + " expects files by number, as in 0,2,4-7" + (wish == FileWish.WANTED ? ", or all" : ""));
            }
            int first = Integer.parseInt(matcher.group(1));
            int last = matcher.group(2) == null ? first : Integer.parseInt(matcher.group(2));
            if (first > last) {
                throw new CliException(ExitStatus.USAGE, option + " " + first + "-" + last + " ends before it begins");
            }
            if (last >= files.size()) {
                throw new CliException(ExitStatus.USAGE, option + " names file " + last + ", but the torrent's files are numbered 0 to "
                        + (files.size() - 1) + "; oxbow info lists them");
            }
            Collections.fill(files.subList(first, last + 1), wish);
        }
    }
}
