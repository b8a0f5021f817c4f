package dev.oxbow.cli;

import dev.oxbow.journal.JournalReader;
import dev.oxbow.replay.why.Why;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code oxbow why}: asks the journal of a session that is running now. */
@Command(name = "why", description = "Say why a running download is 'stalled' or 'slow' (or about 'piece N', 'peer ADDRESS', 'file N').",
        mixinStandardHelpOptions = true)
final class WhyCommand implements Callable<Integer> {
    private static final long MILLISECOND_NS = 1_000_000;
    private static final List<String> ALONE = List.of("stalled", "slow");

    @Parameters(paramLabel = "QUESTION", arity = "1..3", description = "stalled, slow, piece N, peer ADDRESS, ban ADDRESS or file N; then the session:"
            + " its state directory, or the beginning of the torrent's info hash (default: the only one under the XDG state home).")
    private List<String> words;

    @Option(names = "--state", paramLabel = "DIR", description = "The state directory of the session.")
    private Optional<Path> state;

    @Option(names = {"-t", "--torrent"}, paramLabel = "HASH|NAME",
            description = "Which torrent of the session, by the beginning of its info hash or name.")
    private Optional<String> torrent;

    @Option(names = {"-o", "--output"}, paramLabel = "FORMAT", defaultValue = "text", description = "text or json.")
    private String format;

    @Option(names = "--verbose", description = "Show stack traces.")
    private boolean verbose;

    @Override
    public Integer call() throws IOException {
        int length = ALONE.contains(words.get(0)) ? 1 : 2;
        List<String> question = words.subList(0, Math.min(length, words.size()));
        Optional<String> session = words.size() > length ? Optional.of(words.get(length)) : state.map(Path::toString);
        if (words.size() > length + 1) {
            throw new CliException(ExitStatus.USAGE, "one session at a time: its state directory or info hash");
        }
        JournalOptions journal = new JournalOptions();
        journal.format = format;
        boolean json = journal.isJson();
        journal.state = directory(session);
        Path directory = journal.sessionDirectory();
        try {
            ReplayWhyCommand.print(isRunning(directory) ? Why.askLiving(directory, question, torrent,
                    System.currentTimeMillis() * MILLISECOND_NS)
                    : Why.ask(directory, question, Optional.empty(), torrent), json);
        } catch (IllegalArgumentException e) {
            throw new CliException(ExitStatus.USAGE, e.getMessage(), e);
        }
        if (!isRunning(directory) && !json) {
            System.out.println("The session is not running: this is how it stood when it ended.");
        }
        return ExitStatus.DONE.code();
    }

    /**
     * Whether the process that wrote the lock file lives; asking for the lock itself could take it from a session that is just
     * starting.
     */
    private static boolean isRunning(Path directory) throws IOException {
        Path lock = directory.resolve("lock");
        if (!Files.isReadable(lock)) {
            return false;
        }
        String first = Files.readString(lock).lines().findFirst().orElse("");
        String pid = first.replaceAll("^process ([0-9]{1,10}) .*$", "$1");
        return pid.matches("[0-9]{1,10}") && ProcessHandle.of(Long.parseLong(pid)).filter(ProcessHandle::isAlive).isPresent();
    }

    private static Path directory(Optional<String> session) throws IOException {
        if (session.isPresent() && Files.isDirectory(Path.of(session.get()))) {
            return Path.of(session.get());
        }
        List<Path> known = sessions();
        List<Path> fitting = known.stream()
                .filter(path -> session.isEmpty() || path.getFileName().toString().startsWith(session.get().toLowerCase(Locale.ROOT)))
                        .toList();
        if (session.isEmpty() && fitting.size() > 1) {
            List<Path> running = new java.util.ArrayList<>();
            for (Path path : fitting) {
                if (isRunning(path)) {
                    running.add(path);
                }
            }
            fitting = running;
        }
        if (fitting.size() != 1) {
            throw new CliException(ExitStatus.USAGE, (session.isEmpty() ? "which session?" : fitting.isEmpty() ? "no session of "
                    + session.get() + " under "
                    + StateHome.path() + "." : "several sessions begin like that.")
                            + " Give its state directory (--state of 'get') or the torrent's info hash");
        }
        return fitting.get(0);
    }

    private static List<Path> sessions() throws IOException {
        if (!Files.isDirectory(StateHome.path())) {
            return List.of();
        }
        try (Stream<Path> paths = Files.list(StateHome.path())) {
            return paths.filter(WhyCommand::hasJournal).sorted().toList();
        }
    }

    private static boolean hasJournal(Path path) {
        try {
            return Files.isDirectory(path) && !JournalReader.segments(path).isEmpty();
        } catch (IOException | java.util.NoSuchElementException e) {
            return false;
        }
    }
}
