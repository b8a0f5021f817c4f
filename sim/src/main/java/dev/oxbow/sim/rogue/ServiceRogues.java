package dev.oxbow.sim.rogue;

import dev.oxbow.core.event.TrackerEvent.AnnounceSucceeded;
import dev.oxbow.core.krpc.KrpcMessage;
import dev.oxbow.core.krpc.KrpcQuery;
import dev.oxbow.core.krpc.KrpcResponse;
import dev.oxbow.core.krpc.Question;
import dev.oxbow.core.value.ByteString;
import dev.oxbow.core.value.Endpoint;
import dev.oxbow.core.value.NodeContact;
import dev.oxbow.core.value.NodeId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Those who run the torrent's trackers, or are in the DHT: rules 37 and 38. As peers they do nothing wrong. */
final class ServiceRogues {
    private ServiceRogues() {
    }

    private abstract static class Tracker extends Rogue {
        @Override
        public List<String> alsoKnownAs() {
            return List.of("http://one/", "http://two/", "http://three/");
        }

        static AnnounceSucceeded with(AnnounceSucceeded it, int intervalSeconds, int seedCount, List<Endpoint> more) {
            List<Endpoint> peers = new ArrayList<>(it.peers());
            peers.addAll(more);
            return new AnnounceSucceeded(it.torrentId(), it.trackerIndex(), it.operationId(), intervalSeconds, it.minIntervalSeconds(), seedCount,
                    it.leecherCount(), it.trackerId(), it.warning(), peers);
        }
    }

    /** Its tracker wants to be asked again at once, and names somebody at port 0. */
    static final class NonsenseTracker extends Tracker {
        @Override
        public AnnounceSucceeded announced(AnnounceSucceeded honest) {
            return with(honest, honest.trackerIndex() - 2, honest.seedCount(), List.of(Endpoint.of(new byte[] {10, 9, 0, 1}, 0)));
        }
    }

    /** Its tracker claims seeds, and names dozens of peers that are not there. */
    static final class EmptyTracker extends Tracker {
        private static final int SEEDS = 40;
        private static final int PEERS = 60;
        /** After that it has had its fun. */
        private static final int ANSWERS = 10;

        private int answers;

        @Override
        public int playSeconds() {
            return 300;
        }

        @Override
        public AnnounceSucceeded announced(AnnounceSucceeded honest) {
            if (++answers > ANSWERS) {
                return honest;
            }
            List<Endpoint> nobody = new ArrayList<>();
            for (int i = 1; i <= PEERS; i++) {
                nobody.add(Endpoint.of(new byte[] {10, 9, (byte) answers, (byte) i}, 6881));
            }
            return with(honest, honest.intervalSeconds(), SEEDS, nobody);
        }
    }

    /** A node of the DHT that is somebody else in each answer, knows only itself, and asks for more than anybody answers. */
    static final class GarbageNode extends Rogue {
        private static final Endpoint NODE = Endpoint.of(new byte[] {(byte) 203, 0, 113, 9}, 6881);
        private static final int PINGS = 60;

        private int answers;

        @Override
        public List<String> alsoKnownAs() {
            return List.of(NODE.host() + ":");
        }

        @Override
        public Optional<Endpoint> dhtNode() {
            return Optional.of(NODE);
        }

        private static NodeId id(int number) {
            byte[] id = new byte[NodeId.LENGTH_BYTES];
            id[0] = (byte) (number * 40);
            id[1] = (byte) number;
            return new NodeId(ByteString.wrap(id));
        }

        @Override
        public List<KrpcMessage> asked(KrpcQuery query) {
            answers++;
            List<NodeContact> itself = List.of(new NodeContact(id(answers + 1), NODE), new NodeContact(id(answers + 2), NODE));
            List<KrpcMessage> out = new ArrayList<>();
            out.add(new KrpcResponse(query.transaction(), id(answers), Optional.of(itself), Optional.empty(), List.of(),
                    ByteString.ofHex("0102"), Optional.empty(), Optional.empty()));
            for (int i = 0; i < PINGS; i++) {
                out.add(new KrpcQuery(ByteString.ofHex("0a0b"), id(answers), false, new Question.Ping()));
            }
            return out;
        }
    }
}
