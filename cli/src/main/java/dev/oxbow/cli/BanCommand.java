package dev.oxbow.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.oxbow.client.OxbowException;
import dev.oxbow.client.StoppedSession;
import dev.oxbow.core.value.Endpoint;
import dev.oxbow.replay.BanTable;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code oxbow ban}: whom a session has nothing more to do with, what that rests on, and how to undo it. */
@Command(name = "ban", description = "Peers that are banned for bad data: list them, show the proof, undo.", mixinStandardHelpOptions = true)
final class BanCommand implements Runnable {
    private static final String PEER = "Its ADDRESS:PORT, or only its address.";

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "ban what? try 'oxbow ban list --state DIR'");
    }

    @Command(name = "list", description = "List those that are banned.", mixinStandardHelpOptions = true)
    int list(@Mixin JournalOptions journal) throws IOException {
        for (ObjectNode ban : BanTable.of(journal.sessionDirectory())) {
            System.out.println(journal.isJson() ? ban.toString() : String.format("%-22s until %s  %s", shown(ban), ban.get("until").textValue(),
                    ban.get("detail").textValue()));
        }
        return ExitStatus.DONE.code();
    }

    @Command(name = "show", description = "Show what a ban rests on.", mixinStandardHelpOptions = true)
    int show(@Parameters(paramLabel = "PEER", description = PEER) String peer, @Mixin JournalOptions journal) throws IOException {
        Endpoint endpoint = endpoint(peer);
        List<ObjectNode> bans = BanTable.of(journal.sessionDirectory()).stream().filter(ban -> isMeant(ban, endpoint)).toList();
        if (bans.isEmpty()) {
            throw new CliException(ExitStatus.USAGE, peer + " is not banned; 'oxbow ban list' shows who is");
        }
        for (ObjectNode ban : bans) {
            List<ObjectNode> evidence = BanTable.evidence(journal.sessionDirectory(), ban);
            if (journal.isJson()) {
                ban.putArray("entries").addAll(evidence);
                System.out.println(ban);
            } else {
                print(ban, evidence);
            }
        }
        return ExitStatus.DONE.code();
    }

    private static void print(ObjectNode ban, List<ObjectNode> evidence) {
        System.out.println(shown(ban) + " is banned until " + ban.get("until").textValue());
        System.out.println("  because " + ban.get("detail").textValue());
        System.out.println("  piece " + ban.get("pieceIndex") + ", wrong blocks " + ban.get("badBlocks"));
        for (ObjectNode entry : evidence) {
            System.out.println("  entry " + entry.get("seq") + " " + entry.get("time").textValue() + " " + entry.get("type").textValue() + " from "
                    + entry.get("peer").textValue() + ": piece " + entry.get("pieceIndex") + " block " + entry.get("blockIndex") + " crc32c "
                    + entry.get("crc32c"));
        }
        if (evidence.isEmpty()) {
            System.out.println("  the entries " + ban.get("evidence") + " are in segments of the journal that have been pruned since");
        }
    }

    private static String shown(ObjectNode ban) {
        String peer = ban.get("peer").textValue();
        return ban.get("wholeAddress").asBoolean() ? peer + " (all of its address)" : peer;
    }

    private static boolean isMeant(ObjectNode ban, Endpoint wanted) {
        Endpoint banned = Endpoint.parse(ban.get("peer").textValue());
        return banned.equals(wanted) || wanted.port() == 0 && banned.address().equals(wanted.address());
    }

    @Command(name = "undo", description = "Undo a ban, while the session is not running.", mixinStandardHelpOptions = true)
    int undo(@Parameters(paramLabel = "PEER", description = PEER) String peer, @Mixin JournalOptions journal) throws IOException, OxbowException {
        StoppedSession.unban(journal.sessionDirectory(), endpoint(peer));
        System.out.println(peer + " may connect again");
        return ExitStatus.DONE.code();
    }

    private static Endpoint endpoint(String text) {
        try {
            return Endpoint.parse(text);
        } catch (IllegalArgumentException noPort) {
            try {
                return Endpoint.parse((text.contains(":") ? "[" + text + "]" : text) + ":0");
            } catch (IllegalArgumentException e) {
                throw new CliException(ExitStatus.USAGE, text + " is no address: give it as 'oxbow ban list' shows it", e);
            }
        }
    }
}
