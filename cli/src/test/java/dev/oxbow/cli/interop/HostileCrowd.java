package dev.oxbow.cli.interop;

import dev.oxbow.core.value.InfoHash;
import dev.oxbow.core.value.PeerId;
import dev.oxbow.core.wire.Handshake;
import dev.oxbow.core.wire.MessageId;
import dev.oxbow.core.wire.WireEncoder;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Many connections at once to one listening port, each rude in one way, and made anew when it is dropped; from addresses all over 127/8.
 * All that it sends is little, so that it takes the other side's patience and not this machine's processors.
 */
final class HostileCrowd implements AutoCloseable {
    private static final long TURN_NS = 100_000_000;
    private static final int FLOOD_MESSAGES = 200;
    private static final int GARBAGE_BYTES = 2000;
    private static final int TURNS_A_SECOND = 10;
    private static final int READ_BYTES = 4096;
    /** What is dropped is made anew at this rate at most. */
    private static final int CONNECTIONS_A_TURN = 50;

    private enum Way { HALF_A_HANDSHAKE, A_BYTE_A_SECOND, GARBAGE, FLOOD, COMES_AND_GOES }

    /** One of them. */
    private static final class Member {
        private final Way way;
        private final String address;
        private SocketChannel channel;
        private int turns;

        Member(int number) {
            way = Way.values()[number % Way.values().length];
            address = "127." + (1 + number % 200) + "." + (number / 200 % 250) + "." + (1 + number % 250);
        }
    }

    private final List<Member> members = new ArrayList<>();
    private final InetSocketAddress target;
    private final byte[] handshake;
    private final byte[] garbage = new byte[GARBAGE_BYTES];
    private final byte[] flood;
    private final AtomicLong made = new AtomicLong();
    private final AtomicLong sentBytes = new AtomicLong();
    private final Thread thread;
    private volatile boolean over;

    HostileCrowd(int count, int port, InfoHash infoHash) {
        target = new InetSocketAddress("127.0.0.1", port);
        new Random(3).nextBytes(garbage);
        garbage[0] = 'x'; // no handshake begins so
        handshake = new Handshake(Handshake.FAST_BIT, infoHash, PeerId.ofHex("66".repeat(20))).encode();
        WireEncoder messages = new WireEncoder();
        for (int i = 0; i < FLOOD_MESSAGES; i++) {
            messages.have(i % 4);
            messages.plain(i % 2 == 0 ? MessageId.INTERESTED : MessageId.NOT_INTERESTED);
        }
        flood = messages.take();
        for (int i = 0; i < count; i++) {
            members.add(new Member(i));
        }
        thread = new Thread(this::run, "hostile crowd");
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        while (!over) {
            long began = System.nanoTime();
            int opened = 0;
            for (Member member : members) {
                boolean mayOpen = member.channel != null || opened < CONNECTIONS_A_TURN;
                opened += member.channel == null && mayOpen ? 1 : 0;
                if (mayOpen) {
                    turn(member);
                }
            }
            LockSupport.parkNanos(Math.max(0, TURN_NS - (System.nanoTime() - began)));
        }
    }

    private void turn(Member member) {
        try {
            if (member.channel == null) {
                member.channel = SocketChannel.open();
                member.channel.bind(new InetSocketAddress(member.address, 0));
                member.channel.configureBlocking(false);
                member.channel.connect(target);
                member.turns = 0;
            }
            if (member.channel.isConnectionPending() && !member.channel.finishConnect()) {
                return;
            }
            made.addAndGet(member.turns == 0 ? 1 : 0);
            act(member, member.turns++);
        } catch (IOException dropped) {
            drop(member);
        }
    }

    private void act(Member member, int turn) throws IOException {
        if (member.channel.read(ByteBuffer.allocate(READ_BYTES)) < 0) {
            drop(member);
            return;
        }
        switch (member.way) {
            case HALF_A_HANDSHAKE -> send(member, handshake, 0, turn == 0 ? 40 : 0);
            case A_BYTE_A_SECOND -> send(member, handshake, turn / TURNS_A_SECOND % handshake.length, turn % TURNS_A_SECOND == 0 ? 1 : 0);
            case GARBAGE -> send(member, garbage, 0, turn % TURNS_A_SECOND == 0 ? garbage.length : 0);
            case FLOOD -> {
                if (turn == 0) {
                    send(member, handshake, 0, handshake.length);
                } else {
                    send(member, flood, 0, flood.length);
                }
            }
            case COMES_AND_GOES -> {
                if (turn == TURNS_A_SECOND) {
                    drop(member);
                }
            }
        }
    }

    private void send(Member member, byte[] bytes, int from, int count) throws IOException {
        if (count > 0) {
            sentBytes.addAndGet(member.channel.write(ByteBuffer.wrap(bytes, from, count)));
        }
    }

    private static void drop(Member member) {
        try {
            if (member.channel != null) {
                member.channel.close();
            }
        } catch (IOException e) {
            // it is gone all the same
        }
        member.channel = null;
    }

    /** How many connections there have been. */
    long made() {
        return made.get();
    }

    String figures() {
        return members.size() + " rude connections at once, " + made.get() + " in all, which sent " + sentBytes.get() + " bytes";
    }

    @Override
    public void close() throws InterruptedException {
        over = true;
        thread.join();
        members.forEach(HostileCrowd::drop);
    }
}
