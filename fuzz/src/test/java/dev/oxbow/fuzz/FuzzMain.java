package dev.oxbow.fuzz;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Gives each target to Jazzer for a while, in a process of its own, beginning with the corpus. What it finds is added to the corpus;
 * how much it ran goes to {@code target/fuzz.json}. Ends with status 1 when something was found.
 */
public final class FuzzMain {
    private static final Pattern EXECUTIONS = Pattern.compile("stat::number_of_executed_units: *([0-9]+)");
    private static final Pattern COVERAGE = Pattern.compile("cov: ([0-9]+) ft: ([0-9]+)");
    /** Otherwise on in spite of all: they make a match fifteen times slower, and allocate megabytes that are put down to the target. */
    private static final String REGEX_HOOKS = "com.code_intelligence.jazzer.sanitizers.RegexRoadblocks"
            + ":com.code_intelligence.jazzer.sanitizers.RegexInjection";
    private static final String OF_CORPUS = "corpus-";
    private static final int NEW_INPUT_MAX_BYTES = 200;
    private static final int KEPT_MAX = 60;

    private final Path module;
    private final int seconds;
    private final Map<String, String> results = new TreeMap<>();
    private int found;

    private FuzzMain(Path module, int seconds) {
        this.module = module;
        this.seconds = seconds;
    }

    /** Module's directory, seconds for each target, targets separated by commas or {@code all}. */
    public static void main(String[] arguments) throws Exception {
        FuzzMain main = new FuzzMain(Path.of(arguments[0]), Integer.parseInt(arguments[1]));
        Set<String> known = Targets.all().keySet();
        for (String target : arguments[2].equals("all") ? known : List.of(arguments[2].split(","))) {
            main.fuzz(target);
        }
        Files.writeString(main.module.resolve("target/fuzz.json"), "{" + String.join(",\n ", main.results.values()) + "}\n");
        System.exit(main.found > 0 ? 1 : 0);
    }

    private void fuzz(String target) throws IOException, InterruptedException {
        Path work = Files.createDirectories(module.resolve("target/fuzz/" + target));
        Path inputs = Files.createDirectories(work.resolve("inputs"));
        Path findings = Files.createDirectories(work.resolve("findings"));
        List<byte[]> corpus = Corpus.read(Corpus.file(module, target));
        for (int i = 0; i < corpus.size(); i++) {
            Files.write(inputs.resolve(OF_CORPUS + i), corpus.get(i));
        }
        Path log = work.resolve("log.txt");
        int status = jazzer(target, log, "-max_total_time=" + seconds, "-timeout=25", "-rss_limit_mb=2500", "-print_final_stats=1",
                "-artifact_prefix=" + findings + "/", inputs.toString());
        keep(target, inputs, findings);
        String text = Files.readString(log);
        String executions = last(EXECUTIONS, text);
        results.put(target, "\"" + target + "\": {\"executions\": " + executions + ", \"edges\": " + last(COVERAGE, text) + "}");
        found += status == 0 ? 0 : 1;
        System.out.println(target + ": " + executions + " executions, " + last(COVERAGE, text) + " edges" + (status == 0 ? "" : ", FOUND, see " + log));
    }

    private static String last(Pattern pattern, String text) {
        String out = "0";
        for (Matcher matcher = pattern.matcher(text); matcher.find(); ) {
            out = matcher.group(1);
        }
        return out;
    }

    private int jazzer(String target, Path log, String... options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(ProcessHandle.current().info().command().orElse("java"), "-Xmx1g", "-XX:+UseSerialGC",
                "-Dfuzz.target=" + target, "-cp", System.getProperty("java.class.path")));
        for (String opened : List.of("java.lang.reflect", "sun.nio.ch", "jdk.internal.ref", "jdk.internal.misc")) {
            command.add("--add-opens=java.base/" + opened + "=ALL-UNNAMED");
        }
        command.addAll(List.of("com.code_intelligence.jazzer.Jazzer", "--target_class=" + Fuzzed.class.getName(),
                "--instrumentation_includes=dev.oxbow.**", "--custom_hook_excludes=**", "--disabled_hooks=" + REGEX_HOOKS,
                "--reproducer_path=" + log.getParent()));
        command.addAll(Arrays.asList(options));
        return new ProcessBuilder(command).directory(module.toFile()).redirectErrorStream(true).redirectOutput(Redirect.to(log.toFile())).start()
                .waitFor();
    }

    /** What was found is kept as it is; of what reached new code, the shortest. */
    private void keep(String target, Path inputs, Path findings) throws IOException {
        List<byte[]> news = new ArrayList<>();
        for (Path finding : files(findings)) {
            news.add(Files.readAllBytes(finding));
        }
        int kept = Corpus.read(Corpus.file(module, target)).size();
        for (Path input : files(inputs)) {
            if (Files.size(input) <= NEW_INPUT_MAX_BYTES && !input.getFileName().toString().startsWith(OF_CORPUS) && kept++ < KEPT_MAX) {
                news.add(Files.readAllBytes(input));
            }
        }
        Corpus.add(Corpus.file(module, target), news);
    }

    /** Smallest first. */
    private static List<Path> files(Path directory) throws IOException {
        try (Stream<Path> all = Files.list(directory)) {
            return all.sorted(Comparator.comparingLong((Path path) -> path.toFile().length()).thenComparing(Path::compareTo)).toList();
        }
    }
}
