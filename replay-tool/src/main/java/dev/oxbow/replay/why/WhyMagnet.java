package dev.oxbow.replay.why;

import dev.oxbow.core.metadata.MetadataSource;
import dev.oxbow.core.peer.PeerSession;
import dev.oxbow.core.session.MagnetTorrent;
import java.util.ArrayList;
import java.util.List;

/** Why a torrent of which only a magnet link is known does not get on: its metadata has not come. */
final class WhyMagnet {
    private WhyMagnet() {
    }

    static Answer answer(Story story, MagnetTorrent magnet) {
        long connected = magnet.connections().stream().filter(PeerSession::isActive).count();
        List<Branch> tree = new ArrayList<>();
        for (MetadataSource source : magnet.fetch().sources()) {
            tree.add(Branch.of(source.identity() + " says it has metadata of " + Words.bytes(source.lengthBytes()) + ", and is asked for "
                    + Words.count(source.asked().size(), "piece") + " of it" + (magnet.fetch().isLiar(source) ? "; it has lied" : "")));
        }
        tree.add(Branch.of("metadata: " + Words.bytes(magnet.fetch().bytesReceived()) + " received" + (magnet.fetch().lengthBytes() > 0
                ? " of " + Words.bytes(magnet.fetch().lengthBytes()) : "")));
        tree.add(Branch.of("where peers come from", new Sources(story, magnet).branches()));
        tree.add(Branch.of(story.where()));
        String why = !magnet.isRunning() ? "it is " + magnet.phase().name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ')
                + (magnet.phaseReason().isEmpty() ? "" : " (" + magnet.phaseReason() + ")")
                : connected == 0 ? new Sources(story, magnet).nobody()
                : magnet.fetch().sources().isEmpty() ? "none of the " + Words.count(connected, "connected peer") + " has it"
                        : "it is being fetched";
        return new Answer(magnet.infoHash() + ": only its magnet link is known, and its metadata has not come: " + why + ".", tree);
    }
}
