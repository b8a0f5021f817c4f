package dev.oxbow.replay.export;

import java.util.ArrayList;
import java.util.List;

/** A packet to be written: flags, or a message, and what is to be remarked on it. */
final class Frame {
    final Conversation conversation;
    final long timeNs;
    final boolean byPeer;
    final int flags;
    final byte[] content;
    final int lengthBytes;
    final List<String> comments = new ArrayList<>();

    private Frame(Conversation conversation, long timeNs, boolean byPeer, int flags, byte[] content, int lengthBytes) {
        this.conversation = conversation;
        this.timeNs = timeNs;
        this.byPeer = byPeer;
        this.flags = flags;
        this.content = content;
        this.lengthBytes = lengthBytes;
    }

    static Frame control(Conversation conversation, long timeNs, boolean byPeer, int flags) {
        return new Frame(conversation, timeNs, byPeer, flags, new byte[0], 0);
    }

    static Frame data(Conversation conversation, long timeNs, boolean byPeer, byte[] content, int lengthBytes) {
        return new Frame(conversation, timeNs, byPeer, 0, content, lengthBytes);
    }

    Frame remark(String comment) {
        comments.add(comment);
        return this;
    }

    TcpFlow.Packet packet() {
        return lengthBytes == 0 ? conversation.flow.control(byPeer, flags) : conversation.flow.data(byPeer, content, lengthBytes);
    }
}
