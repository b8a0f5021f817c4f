package dev.oxbow.sim;

import dev.oxbow.core.command.Command;
import dev.oxbow.core.command.ConnectionCommand;
import dev.oxbow.core.command.PeerCommand;
import dev.oxbow.core.command.SessionCommand;
import dev.oxbow.core.command.StorageCommand;
import dev.oxbow.core.command.TrackerCommand;
import dev.oxbow.core.event.ConnectionEvent;
import dev.oxbow.core.event.Event;
import dev.oxbow.core.event.PeerEvent;
import dev.oxbow.core.event.SessionEvent;
import dev.oxbow.core.event.StorageEvent;
import dev.oxbow.core.event.StorageFault;
import dev.oxbow.core.event.TorrentWish;
import dev.oxbow.core.event.TrackerEvent;
import dev.oxbow.core.random.Rng;
import dev.oxbow.core.value.Endpoint;
import dev.oxbow.core.value.FileLayout;
import dev.oxbow.core.value.InfoHash;
import dev.oxbow.core.value.PieceLayout;
import dev.oxbow.core.value.TorrentSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.LongFunction;

/** A swarm from a seed: nodes, the links between them, a tracker, and faults. */
public final class Swarm {
    private static final long MS = 1_000_000;
    private static final InfoHash INFO_HASH = InfoHash.ofHex("ab".repeat(20));

    /** A connection between two nodes; each end knows it by a number of its own. */
    private static final class Link {
        private final SimulatedNode[] ends = new SimulatedNode[2];
        private final int[] lives = new int[2];
        private final long[] ids = new long[2];
        private final long latencyNs;
        private final long blockNs;
        private final long[] busyUntilNs = new long[2];
        private boolean open = true;

        Link(long latencyNs, long blockNs) {
            this.latencyNs = latencyNs;
            this.blockNs = blockNs;
        }
    }

    private final long seed;
    private final SimulatedClock clock = new SimulatedClock();
    private final PieceLayout layout;
    private final List<SimulatedNode> nodes = new ArrayList<>();
    private final Map<Integer, Map<Long, Link>> linksByNode = new TreeMap<>();
    private final int corruptPercent;
    private long draws;
    private long nextAcceptedId = 2;
    private int kills;

    /** Draws a swarm: its size, pieces, speeds and faults all come from the seed. */
    public Swarm(long seed) {
        this.seed = seed;
        int pieceBlocks = 1 + draw(4);
        int pieces = 1 + draw(40);
        long total = (long) pieces * pieceBlocks * 16384 - draw(16384);
        layout = new PieceLayout(total, pieceBlocks * 16384);
        corruptPercent = draw(3) == 0 ? 1 : 0;
        TorrentSpec spec = new TorrentSpec(INFO_HASH, "sim", layout, FileLayout.ofSingle(total), false, List.of(List.of("sim://tracker")));
        int seeds = 1 + draw(2);
        int count = seeds + 1 + draw(4);
        for (int i = 0; i < count; i++) {
            boolean isSeed = i < seeds;
            nodes.add(new SimulatedNode(i, this, spec, new SimulatedDisk(layout, isSeed), isSeed ? TorrentWish.SEED : TorrentWish.DOWNLOAD));
            linksByNode.put(i, new TreeMap<>());
        }
    }

    long seed() {
        return seed;
    }

    SimulatedClock clock() {
        return clock;
    }

    List<SimulatedNode> nodes() {
        return nodes;
    }

    PieceLayout layout() {
        return layout;
    }

    private int draw(int bound) {
        return Rng.below(bound, seed, Rng.Purpose.FIRST_PIECE, draws++, 0);
    }

    /** Runs until every node is complete, with kills on the way, or until so much simulated time is over. */
    boolean run(int killsMax, long limitSeconds) {
        nodes.forEach(node -> clock.after(draw(3000) * MS, () -> node.start("boot")));
        for (int i = 0; i < killsMax; i++) {
            clock.after((500 + draw(8000)) * MS, this::killOne);
        }
        long limitNs = limitSeconds * 1000 * MS;
        while (clock.elapsedNs() < limitNs && clock.step()) {
            if (kills == 0 || clock.elapsedNs() > 9000 * MS) {
                if (nodes.stream().allMatch(node -> node.isAlive() && node.disk.isComplete() && node.torrent().isComplete())) {
                    return true;
                }
            }
        }
        return false;
    }

    private void killOne() {
        SimulatedNode node = nodes.get(draw(nodes.size()));
        kills++;
        if (!node.isAlive()) {
            return;
        }
        node.kill();
        for (Link link : List.copyOf(linksByNode.get(node.index).values())) {
            close(link, "connection reset");
        }
        linksByNode.get(node.index).clear();
        clock.after((50 + draw(1000)) * MS, () -> node.start("boot"));
    }

    private void later(SimulatedNode node, long delayNs, Event event) {
        int life = node.life();
        clock.after(delayNs, () -> {
            if (node.life() == life) {
                node.take(event);
            }
        });
    }

    void carryOut(SimulatedNode node, Command command) {
        if (command instanceof StorageCommand c) {
            carryOut(node, c);
        } else if (command instanceof PeerCommand c) {
            carryOut(node, c);
        } else if (command instanceof ConnectionCommand c) {
            carryOut(node, c);
        } else if (command instanceof TrackerCommand.Announce c) {
            List<Endpoint> others = nodes.stream().filter(other -> other != node && other.isAlive()).map(other -> other.endpoint).toList();
            later(node, 30 * MS, new TrackerEvent.AnnounceSucceeded(
                    c.torrentId(), c.trackerIndex(), c.operationId(), 5, -1, 1, 1, "", "", others));
        } else if (command instanceof SessionCommand.SyncJournal c) {
            later(node, MS, new SessionEvent.JournalSynced(c.operationId()));
        }
    }

    private void carryOut(SimulatedNode node, StorageCommand command) {
        if (command instanceof StorageCommand.OpenFiles c) {
            later(node, 5 * MS, new StorageEvent.FilesOpened(c.torrentId(), node.disk.stamps(), node.disk.lastWriteNs()));
        } else if (command instanceof StorageCommand.WriteBlock c) {
            write(node, c);
        } else if (command instanceof StorageCommand.VerifyPiece c) {
            clock.after(3 * MS, () -> node.take(node.disk.hashMatches(c.pieceIndex()) ? new StorageEvent.PieceVerified(c.torrentId(), c.pieceIndex())
                    : new StorageEvent.PieceHashMismatched(c.torrentId(), c.pieceIndex())));
        } else if (command instanceof StorageCommand.SyncFiles c) {
            int life = node.life();
            clock.after(20 * MS, () -> {
                if (node.life() == life) {
                    node.take(new StorageEvent.FilesSynced(c.torrentId(), c.operationId(), node.disk.stamps()));
                }
            });
        } else if (command instanceof StorageCommand.CloseFiles c) {
            later(node, MS, new StorageEvent.FilesClosed(c.torrentId()));
        } else if (command instanceof StorageCommand.ProbeSpace c) {
            later(node, MS, new StorageEvent.SpaceProbed(c.torrentId(), 1L << 40));
        }
    }

    private void write(SimulatedNode node, StorageCommand.WriteBlock command) {
        boolean right = command.slotId() != 1;
        int life = node.life();
        if (draw(400) == 0) {
            later(node, 2 * MS, new StorageEvent.BlockWriteFailed(command.torrentId(), command.pieceIndex(), command.blockIndex(),
                    StorageFault.NO_SPACE, "the disk is full"));
            return;
        }
        clock.after((1 + draw(5)) * MS, () -> {
            if (node.life() == life && node.isAlive()) {
                node.disk.write(command.pieceIndex(), command.blockIndex(), right, clock.nowNs());
                node.take(new StorageEvent.BlocksWritten(command.torrentId(), command.pieceIndex(), command.blockIndex(), 1));
            }
        });
    }

    private void carryOut(SimulatedNode node, ConnectionCommand command) {
        if (command instanceof ConnectionCommand.Listen) {
            later(node, MS, new SessionEvent.ListenSucceeded(node.endpoint));
        } else if (command instanceof ConnectionCommand.Connect c) {
            connect(node, c);
        } else if (command instanceof ConnectionCommand.SendHandshake c) {
            tell(node, c.connectionId(), id -> new ConnectionEvent.HandshakeReceived(id, c.infoHash(), c.peerId(), c.reservedBits()));
        } else if (command instanceof ConnectionCommand.CloseConnection c) {
            Link link = linksByNode.get(node.index).get(c.connectionId());
            if (link != null) {
                close(link, "closed");
            }
        }
    }

    private void connect(SimulatedNode node, ConnectionCommand.Connect command) {
        SimulatedNode other = nodes.stream().filter(it -> it.endpoint.equals(command.endpoint())).findFirst().orElseThrow();
        int life = node.life();
        clock.after((5 + draw(40)) * MS, () -> {
            if (!node.isAlive() || node.life() != life) {
                return;
            }
            if (!other.isAlive() || draw(10) == 0) {
                node.take(new ConnectionEvent.ConnectFailed(command.connectionId(), "connection refused"));
                return;
            }
            Link link = new Link((1 + draw(60)) * MS, (1 + draw(20)) * MS / 2);
            link.ends[0] = node;
            link.ends[1] = other;
            link.lives[0] = node.life();
            link.lives[1] = other.life();
            link.ids[0] = command.connectionId();
            link.ids[1] = nextAcceptedId;
            nextAcceptedId += 2;
            linksByNode.get(node.index).put(link.ids[0], link);
            linksByNode.get(other.index).put(link.ids[1], link);
            other.take(new ConnectionEvent.ConnectionAccepted(link.ids[1], node.endpoint));
            node.take(new ConnectionEvent.ConnectionOpened(command.connectionId()));
            if (draw(12) == 0) {
                clock.after(draw(4000) * MS, () -> close(link, "connection reset"));
            }
        });
    }

    private void close(Link link, String reason) {
        if (!link.open) {
            return;
        }
        link.open = false;
        for (int end = 0; end < 2; end++) {
            SimulatedNode node = link.ends[end];
            linksByNode.get(node.index).remove(link.ids[end]);
            int life = link.lives[end];
            long id = link.ids[end];
            clock.after(link.latencyNs, () -> {
                if (node.life() == life) {
                    node.take(new ConnectionEvent.ConnectionClosed(id, reason));
                }
            });
        }
    }

    /** Sends a message to the other end of a connection; it is lost when the connection goes first. */
    private void tell(SimulatedNode from, long connectionId, LongFunction<Event> message) {
        tell(from, connectionId, 0, message);
    }

    private void tell(SimulatedNode from, long connectionId, long extraNs, LongFunction<Event> message) {
        Link link = linksByNode.get(from.index).get(connectionId);
        if (link == null) {
            return;
        }
        int side = link.ends[0] == from && link.ids[0] == connectionId ? 0 : 1;
        int other = 1 - side;
        long startNs = Math.max(clock.nowNs(), link.busyUntilNs[side]) + extraNs;
        link.busyUntilNs[side] = startNs;
        clock.after(startNs + link.latencyNs - clock.nowNs(), () -> {
            if (link.open && link.ends[other].life() == link.lives[other]) {
                link.ends[other].take(message.apply(link.ids[other]));
            }
        });
    }

    private void carryOut(SimulatedNode node, PeerCommand command) {
        if (command instanceof PeerCommand.SendBlock c) {
            sendBlock(node, c);
        } else if (command instanceof PeerCommand.RequestBlocks c) {
            eachBlock(c.firstBlock(), c.blockCount(), block -> tell(node, c.connectionId(), id -> new PeerEvent.RequestReceived(id, c.pieceIndex(),
                    PieceLayout.blockOffsetBytes(block), layout.blockLengthBytes(c.pieceIndex(), block))));
        } else if (command instanceof PeerCommand.CancelBlocks c) {
            eachBlock(c.firstBlock(), c.blockCount(), block -> tell(node, c.connectionId(), id -> new PeerEvent.CancelReceived(id, c.pieceIndex(),
                    PieceLayout.blockOffsetBytes(block), layout.blockLengthBytes(c.pieceIndex(), block))));
        } else if (command instanceof PeerCommand.SendHave c) {
            for (Map.Entry<Long, Link> entry : List.copyOf(linksByNode.get(node.index).entrySet())) {
                if (node.state().connection(entry.getKey()).filter(session -> session.isActive()).isPresent()) {
                    tell(node, entry.getKey(), id -> new PeerEvent.HaveReceived(id, c.pieceIndex()));
                }
            }
        } else if (command instanceof PeerCommand.SendBitfield c) {
            tell(node, c.connectionId(), id -> new PeerEvent.BitfieldReceived(id, c.bits()));
        } else if (command instanceof PeerCommand.SendExtendedHandshake c) {
            tell(node, c.connectionId(), id -> new PeerEvent.ExtendedHandshakeReceived(id, c.client(), c.requestQueueMax(), c.listenPort(), 0));
        } else if (command instanceof PeerCommand.Choke c) {
            tell(node, c.connectionId(), PeerEvent.ChokeReceived::new);
        } else if (command instanceof PeerCommand.Unchoke c) {
            tell(node, c.connectionId(), PeerEvent.UnchokeReceived::new);
        } else if (command instanceof PeerCommand.SendInterested c) {
            tell(node, c.connectionId(), PeerEvent.InterestedReceived::new);
        } else if (command instanceof PeerCommand.SendNotInterested c) {
            tell(node, c.connectionId(), PeerEvent.NotInterestedReceived::new);
        } else if (command instanceof PeerCommand.SendKeepAlive c) {
            tell(node, c.connectionId(), PeerEvent.KeepAliveReceived::new);
        }
    }

    private static void eachBlock(int first, int count, Consumer<Integer> action) {
        for (int block = first; block < first + count; block++) {
            action.accept(block);
        }
    }

    /** Slot 1 stands for a block that is corrupt on arrival, slot 0 for a good one. */
    private void sendBlock(SimulatedNode node, PeerCommand.SendBlock command) {
        Link link = linksByNode.get(node.index).get(command.connectionId());
        if (link == null) {
            return;
        }
        int slotId = corruptPercent > 0 && draw(100) < corruptPercent ? 1 : 0;
        int block = command.offsetBytes() / PieceLayout.BLOCK_LENGTH_BYTES;
        tell(node, command.connectionId(), link.blockNs, id -> new PeerEvent.BlockReceived(id, command.pieceIndex(), block, slotId, 0));
        later(node, link.blockNs, new PeerEvent.BlockSent(command.connectionId(), command.pieceIndex(), command.offsetBytes(), command.lengthBytes()));
    }
}
