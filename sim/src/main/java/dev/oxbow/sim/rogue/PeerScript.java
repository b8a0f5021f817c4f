package dev.oxbow.sim.rogue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a recorded peer does, as {@code oxbow replay as-test} writes it: see docs/replaying.md.
 *
 * @param has      {@code all}, {@code none}, a share such as {@code 40%}, or {@code nothing-said}
 * @param lastedNs how long the recorded connection was open
 * @param timed    what it says by itself
 * @param answers  what becomes of one request after the other; begun again at the end
 */
public record PeerScript(String client, String idPrefix, long reservedBits, String has, long lastedNs, List<Timed> timed, List<Answer> answers) {
    private static final long FILE_MAX_BYTES = 4 << 20;
    private static final int COUNT_MAX = 100_000;
    private static final int TIMED_MAX = 200_000;
    private static final int ID_PREFIX_CHARS = 8;
    private static final Set<String> ANCHORS = Set.of("met", "interested", "unchoked");
    /** What can be said, and with how many numbers. */
    private static final Map<String, Set<Integer>> SAID = Map.ofEntries(Map.entry("choke", Set.of(0)), Map.entry("unchoke", Set.of(0)),
            Map.entry("interested", Set.of(0)), Map.entry("not-interested", Set.of(0)), Map.entry("keep-alive", Set.of(0)),
            Map.entry("have", Set.of(1)), Map.entry("allowed-fast", Set.of(1)), Map.entry("block", Set.of(2)),
            Map.entry("request", Set.of(2, 3)), Map.entry("cancel", Set.of(2, 3)), Map.entry("reject", Set.of(2, 3)));
    private static final Set<String> ANSWERS = Set.of("answer", "wrong", "reject", "ignore");

    /** Something said so long after: {@code met} us, we are {@code interested}, we {@code unchoked} it. */
    public record Timed(String anchor, long afterNs, int count, long everyNs, List<String> words) {
    }

    /** What becomes of so many requests, so long after it was asked, or after the answer before. */
    public record Answer(String kind, int count, long afterNs) {
    }

    public PeerScript {
        timed = List.copyOf(timed);
        answers = List.copyOf(answers);
    }

    /** @throws IllegalArgumentException with a sentence when it is no script */
    public static PeerScript read(Path file) throws IOException {
        if (Files.size(file) > FILE_MAX_BYTES) {
            throw new IllegalArgumentException(file + " is too long for a peer's script");
        }
        return parse(Files.readAllLines(file));
    }

    /** @throws IllegalArgumentException with a sentence when it is no script */
    public static PeerScript parse(List<String> lines) {
        if (lines.isEmpty() || !lines.get(0).equals("oxbow-peer 1")) {
            throw new IllegalArgumentException("this is no script of a peer: it does not begin with 'oxbow-peer 1'");
        }
        PeerScript out = new PeerScript("unknown", "-XX0000-", 0, "none", 0, List.of(), List.of());
        List<Timed> timed = new ArrayList<>();
        List<Answer> answers = new ArrayList<>();
        for (int i = 1; i < lines.size(); i++) {
            boolean isName = lines.get(i).startsWith("client ");
            String line = (isName ? lines.get(i) : lines.get(i).replaceFirst("(^| +)#.*", "")).strip();
            try {
                if (!line.isEmpty()) {
                    out = out.with(line, List.of(line.split(" +")), timed, answers);
                }
            } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
                throw new IllegalArgumentException("line " + (i + 1) + " of the script is not understood: " + line, e);
            }
        }
        if (timed.stream().mapToLong(Timed::count).sum() > TIMED_MAX) {
            throw new IllegalArgumentException("the script says more than " + TIMED_MAX + " things by itself");
        }
        return new PeerScript(out.client, out.idPrefix, out.reservedBits, out.has, out.lastedNs, timed, answers);
    }

    private PeerScript with(String line, List<String> words, List<Timed> times, List<Answer> answered) {
        String value = words.get(1);
        switch (words.get(0)) {
            case "client":
                return new PeerScript(line.substring("client ".length()), idPrefix, reservedBits, has, lastedNs, timed, answers);
            case "id":
                check(value.length() == ID_PREFIX_CHARS && value.chars().allMatch(c -> c > ' ' && c < 0x7f));
                return new PeerScript(client, value, reservedBits, has, lastedNs, timed, answers);
            case "reserved":
                return new PeerScript(client, idPrefix, Long.parseUnsignedLong(value, 16), has, lastedNs, timed, answers);
            case "has":
                check(value.matches("all|none|nothing-said|[0-9]{1,2}%"));
                return new PeerScript(client, idPrefix, reservedBits, value, lastedNs, timed, answers);
            case "lasted":
                return new PeerScript(client, idPrefix, reservedBits, has, ns(value), timed, answers);
            case "when":
                times.add(timed(words));
                return this;
            default:
                check(ANSWERS.contains(words.get(0)));
                boolean many = value.startsWith("x");
                answered.add(new Answer(words.get(0), many ? count(value) : 1, ns(words.get(many ? 2 : 1))));
                return this;
        }
    }

    private static Timed timed(List<String> words) {
        check(ANCHORS.contains(words.get(1)));
        boolean many = words.get(3).startsWith("x");
        List<String> said = List.copyOf(words.subList(many ? 6 : 3, words.size()));
        check(SAID.containsKey(said.get(0)) && SAID.get(said.get(0)).contains(said.size() - 1));
        said.subList(1, said.size()).forEach(number -> check(Integer.parseInt(number) >= 0));
        return new Timed(words.get(1), ns(words.get(2)), many ? count(words.get(3)) : 1, many ? ns(words.get(5)) : 0, said);
    }

    private static int count(String text) {
        int out = Integer.parseInt(text.substring(1));
        check(out > 0 && out <= COUNT_MAX);
        return out;
    }

    private static long ns(String text) {
        check(text.endsWith("ms"));
        double ms = Double.parseDouble(text.substring(0, text.length() - 2));
        check(ms >= 0 && ms < 1e10);
        return Math.round(ms * 1e6);
    }

    private static void check(boolean holds) {
        if (!holds) {
            throw new IllegalArgumentException();
        }
    }
}
