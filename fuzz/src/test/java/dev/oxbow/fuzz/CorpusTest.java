package dev.oxbow.fuzz;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every target keeps its promise on every input of the corpus: what the fuzzer once found, and what it reached new code with. */
class CorpusTest {
    private static final int DAMAGES = Integer.getInteger("fuzz.damages", 20);
    private static final Duration PATIENCE = Duration.ofSeconds(60 + DAMAGES); // for some hundred inputs, on a busy machine

    private static final String MARKS = "0123459:dilex\0\u007f/%\"<&=-";

    @TestFactory
    Stream<DynamicTest> holdsOnTheCorpus() {
        return Targets.all().entrySet().stream().map(it -> DynamicTest.dynamicTest(it.getKey(), () -> holds(it)));
    }

    private static void holds(Map.Entry<String, Target> named) throws Exception {
        List<byte[]> inputs = new ArrayList<>(Corpus.read(Corpus.file(Path.of("").toAbsolutePath(), named.getKey())));
        assertFalse(inputs.isEmpty(), named.getKey() + " has no corpus");
        named.getValue().run(new byte[0]); // classes are loaded before memory is counted
        assertTimeoutPreemptively(PATIENCE, () -> {
            for (int i = 0; i < inputs.size(); i++) {
                check(named.getValue(), inputs.get(i), named.getKey() + ", input " + i);
                SplittableRandom random = new SplittableRandom(i);
                for (int damage = 0; damage < DAMAGES; damage++) {
                    check(named.getValue(), damaged(inputs.get(i), random), named.getKey() + ", input " + i + ", damage " + damage);
                }
            }
        });
    }

    private static void check(Target target, byte[] input, String what) {
        try {
            Bounded.run(target, input);
        } catch (Exception | AssertionError e) {
            throw new AssertionError(what + ": " + e, e);
        }
    }

    /** Cut or grown, with some bytes changed, mostly to what means something to one reader or another. */
    private static byte[] damaged(byte[] whole, SplittableRandom random) {
        byte[] out = java.util.Arrays.copyOf(whole, random.nextInt(4) == 0 ? random.nextInt(whole.length + 9) : whole.length);
        for (int i = random.nextInt(4); i >= 0 && out.length > 0; i--) {
            out[random.nextInt(out.length)] = (byte) (random.nextBoolean() ? random.nextInt(256) : MARKS.charAt(random.nextInt(MARKS.length())));
        }
        return out;
    }
}
