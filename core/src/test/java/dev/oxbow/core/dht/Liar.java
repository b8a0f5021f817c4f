package dev.oxbow.core.dht;

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
import java.util.SplittableRandom;

/** Answers with nodes nearer than near that are not there, peers that are none, other ids than its own, and tokens it does not know. */
final class Liar {
    private final SplittableRandom random;

    Liar(SplittableRandom random) {
        this.random = random;
    }

    void answer(SimulatedDht network, SimulatedDht.Node node, Endpoint from, KrpcQuery query) {
        Optional<NodeId> target = target(query.question());
        boolean forPeers = query.question() instanceof Question.GetPeers;
        NodeId id = random.nextInt(4) == 0 ? id(query.id(), 8) : node.state.ownId();
        List<Endpoint> values = new ArrayList<>();
        for (int i = forPeers ? random.nextInt(10) : 0; i > 0; i--) {
            values.add(endpoint());
        }
        network.send(node.endpoint, from, new KrpcResponse(query.transaction(), id, target.map(this::nowhere), Optional.empty(), values,
                forPeers ? bytes(8) : ByteString.EMPTY, Optional.empty(), Optional.of(endpoint())));
    }

    private static Optional<NodeId> target(Question question) {
        if (question instanceof Question.FindNode findNode) {
            return Optional.of(findNode.target());
        }
        return question instanceof Question.GetPeers getPeers ? Optional.of(NodeId.of(getPeers.infoHash())) : Optional.empty();
    }

    private List<NodeContact> nowhere(NodeId target) {
        List<NodeContact> contacts = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            contacts.add(new NodeContact(id(target, 18), endpoint()));
        }
        return contacts;
    }

    private NodeId id(NodeId like, int sameBytes) {
        byte[] id = like.bytes().toArray();
        for (int i = sameBytes; i < id.length; i++) {
            id[i] = (byte) random.nextInt(256);
        }
        return NodeId.of(id);
    }

    private Endpoint endpoint() {
        return new Endpoint(bytes(4), 1 + random.nextInt(65_535));
    }

    private ByteString bytes(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return ByteString.wrap(bytes);
    }
}
