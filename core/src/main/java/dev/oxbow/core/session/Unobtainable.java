package dev.oxbow.core.session;

import dev.oxbow.core.peer.PeerSession;
import dev.oxbow.core.swarm.BlameLedger;
import java.util.ArrayList;
import java.util.List;

/** The pieces that cannot be had, because whoever has them has a wrong copy. */
public final class Unobtainable {
    private Unobtainable() {
    }

    /** A sentence for each such piece, for people. */
    public static List<String> sentences(Torrent torrent) {
        List<String> out = new ArrayList<>();
        for (int piece : torrent.blame().suspects()) {
            List<PeerSession> holders = torrent.connections().stream()
                    .filter(session -> session.isActive() && session.pieces().contains(piece)).toList();
            boolean onTheWeb = torrent.webSeeds().stream().anyMatch(webSeed -> webSeed.hasPiece(piece));
            boolean hopeless = !onTheWeb && !holders.isEmpty() && holders.stream()
                    .allMatch(session -> torrent.blame().badCopies(piece, session.identity()) >= BlameLedger.BAD_COPIES_MAX);
            if (hopeless) {
                out.add("piece " + piece + " is wrong at every peer that has it ("
                        + String.join(", ", holders.stream().map(session -> session.identity().toString()).toList()) + "; tried "
                        + BlameLedger.BAD_COPIES_MAX + " times)");
            }
        }
        return out;
    }
}
