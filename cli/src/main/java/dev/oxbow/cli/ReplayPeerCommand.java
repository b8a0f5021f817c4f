package dev.oxbow.cli;

import dev.oxbow.replay.EntryFilter;
import dev.oxbow.replay.EventReader;
import dev.oxbow.replay.PeerStory;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code oxbow replay peer}. */
@Command(name = "peer", description = "Show one peer: who it said it was, who choked whom, what was asked and answered.", mixinStandardHelpOptions = true)
final class ReplayPeerCommand implements Callable<Integer> {
    @Parameters(paramLabel = "PEER", description = "Its address, with port or without, or a part of its client's name.")
    private String peer;

    @Option(names = "--conversation", description = "Every entry about it, too.")
    private boolean conversation;

    @Mixin
    private JournalOptions journal;

    @Override
    public Integer call() throws IOException {
        boolean json = journal.isJson();
        PeerStory story = PeerStory.of(journal.sessionDirectory(), peer);
        if (story.isEmpty()) {
            throw new CliException(ExitStatus.USAGE, "the journal knows no connection with " + peer + "; 'oxbow replay peers' lists those it knows");
        }
        if (json) {
            System.out.println(story.json());
        } else {
            story.text().forEach(System.out::println);
        }
        if (conversation) {
            EntryFilter filter = new EntryFilter(List.of(), List.of(peer), List.of(), List.of(), Optional.empty(), Optional.empty());
            EventReader.Format format = json ? EventReader.Format.JSON : EventReader.Format.TEXT;
            try (EventReader events = EventReader.open(journal.sessionDirectory(), filter, format)) {
                events.forward(line -> {
                    System.out.println(line);
                    return !System.out.checkError();
                });
            }
        }
        return ExitStatus.DONE.code();
    }
}
