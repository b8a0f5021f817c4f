package dev.oxbow.replay.export;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.oxbow.core.command.Command;
import dev.oxbow.core.command.ConnectionCommand;
import dev.oxbow.core.command.StorageCommand;
import dev.oxbow.core.event.CheckpointEvent;
import dev.oxbow.core.event.ConnectionEvent;
import dev.oxbow.core.event.Event;
import dev.oxbow.replay.EntryJson;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Peer conversations as packets, one to a message, for Wireshark. The content of blocks is not in the journal and left out as if the
 * capture had cut it off. Remarks say which entry a packet is, why it was sent, and what became of it.
 */
final class Packets implements Exporter {
    private static final int SEGMENT_MAX_BYTES = 32 * 1024;
    private static final String ABOUT =
            "Made by Oxbow from its journal. Peers, ports, times and messages are as recorded; TCP is made up around"
            + " them. 192.0.2.1 and 2001:db8::1 stand for this host's own address, which the journal does not know.";

    private final PcapngFile out;
    private final Map<Long, Conversation> conversations = new LinkedHashMap<>();
    /** Of the event in hand and its commands; written when the next event comes, as later commands tell about earlier packets. */
    private final List<Frame> turn = new ArrayList<>();

    /** Remarks on those who have no conversation, for the next packet. */
    private final List<String> unplaced = new ArrayList<>();

    Packets(Path file) throws IOException {
        this.out = new PcapngFile(file, ABOUT);
    }

    @Override
    public void entry(Moment moment) throws IOException {
        if (moment.entry() instanceof Event) {
            flush();
        }
        if (moment.entry() instanceof CheckpointEvent.CheckpointStarted) {
            conversations.values().stream().filter(talk -> talk.begun).forEach(talk -> turn.add(
                    Frame.control(talk, moment.timeNs(), true, TcpFlow.RST)
                            .remark("oxbow: the process that held this connection had ended")));
            conversations.clear();
        }
        connection(moment);
        messages(moment);
        remark(moment);
    }

    private void connection(Moment moment) {
        if (moment.entry() instanceof ConnectionCommand.Connect it) {
            Conversation talk = Conversation.dialled(it.connectionId(), it.endpoint());
            conversations.put(it.connectionId(), talk);
            open(moment, Frame.control(talk, moment.timeNs(), false, TcpFlow.SYN).remark(label(moment)));
        } else if (moment.entry() instanceof ConnectionEvent.ConnectionAccepted it) {
            Conversation talk = Conversation.accepted(it.connectionId(), it.endpoint(), moment.state().listening());
            conversations.put(it.connectionId(), talk);
            open(moment, Frame.control(talk, moment.timeNs(), true, TcpFlow.SYN).remark(label(moment)));
            open(moment, Frame.control(talk, moment.timeNs(), false, TcpFlow.SYN | TcpFlow.ACK));
            open(moment, Frame.control(talk, moment.timeNs(), true, TcpFlow.ACK));
        } else if (moment.entry() instanceof ConnectionEvent.ConnectionOpened it && conversations.containsKey(it.connectionId())) {
            Conversation talk = conversations.get(it.connectionId());
            open(moment, Frame.control(talk, moment.timeNs(), true, TcpFlow.SYN | TcpFlow.ACK).remark(label(moment)));
            open(moment, Frame.control(talk, moment.timeNs(), false, TcpFlow.ACK));
        } else if (moment.entry() instanceof ConnectionEvent.ConnectFailed it) {
            end(moment, it.connectionId(), TcpFlow.RST | TcpFlow.ACK);
        } else if (moment.entry() instanceof ConnectionEvent.ConnectionClosed it) {
            end(moment, it.connectionId(), TcpFlow.FIN | TcpFlow.ACK);
        }
    }

    /** What makes a connection is written before anything of it that is wanted. */
    private void open(Moment moment, Frame frame) {
        if (moment.selected()) {
            turn.add(frame);
        } else {
            frame.conversation.preamble.add(frame);
        }
    }

    private void end(Moment moment, long connectionId, int flags) {
        Conversation talk = conversations.remove(connectionId);
        if (talk != null && moment.selected()) {
            turn.add(Frame.control(talk, moment.timeNs(), !talk.closedByUs, flags).remark(label(moment)));
        }
    }

    private void messages(Moment moment) {
        Optional<WireMessages.Said> said = WireMessages.of(moment.entry(), moment.state());
        if (said.isEmpty()) {
            return;
        }
        boolean handshake = moment.entry() instanceof ConnectionEvent.HandshakeReceived
                || moment.entry() instanceof ConnectionCommand.SendHandshake;
        for (long connection : said.get().connections()) {
            Conversation talk = conversations.get(connection);
            for (Message message : talk == null || !handshake && !moment.selected() ? List.<Message>of() : said.get().messages()) {
                for (Frame frame : frames(talk, moment, said.get().byPeer(), message)) {
                    frame.remark(label(moment));
                    open(moment, frame);
                }
            }
        }
    }

    /** One for each message that fits an IP packet. */
    private static List<Frame> frames(Conversation talk, Moment moment, boolean byPeer, Message message) {
        List<Frame> out = new ArrayList<>();
        for (int at = 0; at < message.lengthBytes(); at += SEGMENT_MAX_BYTES) {
            int length = Math.min(SEGMENT_MAX_BYTES, message.lengthBytes() - at);
            int known = Math.max(0, Math.min(length, message.bytes().length - at));
            byte[] content = known == 0 ? new byte[0] : Arrays.copyOfRange(message.bytes(), at, at + known);
            out.add(Frame.data(talk, moment.timeNs(), byPeer, content, length));
        }
        return out;
    }

    private void remark(Moment moment) {
        if (moment.entry() instanceof StorageCommand.DiscardBlock it && !turn.isEmpty()) {
            turn.get(0).remark("oxbow seq=" + moment.sequence() + " DiscardBlock reason=" + it.reason());
        } else if (moment.entry() instanceof ConnectionCommand.BanPeer it) {
            String remark = "oxbow seq=" + moment.sequence() + " BanPeer reason=" + it.reason() + ": " + it.detail();
            Optional<Frame> its = turn.stream().filter(frame -> frame.conversation.peer.equals(it.endpoint())).findFirst();
            its.ifPresentOrElse(frame -> frame.remark(remark), () -> conversations.values().stream()
                    .filter(talk -> talk.peer.equals(it.endpoint())).forEach(talk -> talk.remarks.add(remark)));
        } else if (moment.entry() instanceof ConnectionCommand.CloseConnection it && conversations.containsKey(it.connectionId())) {
            Conversation talk = conversations.get(it.connectionId());
            talk.closedByUs = true;
            talk.remarks.add("oxbow seq=" + moment.sequence() + " CloseConnection reason=" + it.reason()
                    + (it.detail().isEmpty() ? "" : ": " + it.detail()));
        }
        moment.remarks().forEach(it -> verdict(it, moment.selected(), "oxbow seq=" + moment.sequence() + " verdict " + it.text()));
    }

    /** Stands on the packet in hand when it is that peer's, else on the peer's next one; on any when the peer is not connected. */
    private void verdict(Remark remark, boolean selected, String comment) {
        Optional<Conversation> its = Optional.ofNullable(conversations.get(remark.connectionId()))
                .or(() -> conversations.values().stream().filter(talk -> talk.peer.toString().equals(remark.subject())).findFirst());
        Optional<Frame> inHand = turn.stream().filter(frame -> its.isEmpty() || frame.conversation == its.get()).reduce((a, b) -> b);
        if (inHand.isPresent()) {
            inHand.get().remark(comment);
        } else if (its.isPresent() || selected) {
            its.map(talk -> talk.remarks).orElse(unplaced).add(comment);
        }
    }

    private static String label(Moment moment) {
        ObjectNode json = EntryJson.of(moment.sequence(), moment.timeNs(), moment.entry(), moment.cause(), moment.names());
        String reason = json.path("reason").isTextual() && !json.path("reason").textValue().isEmpty() ? " reason=" + json.get("reason")
                .textValue() : "";
        String cause = moment.entry() instanceof Command ? " cause=" + moment.cause() : "";
        return "oxbow seq=" + moment.sequence() + " " + json.get("type").textValue() + reason + cause;
    }

    private void flush() throws IOException {
        for (Frame frame : turn) {
            if (!frame.conversation.begun) {
                frame.conversation.begun = true;
                for (Frame before : frame.conversation.preamble) {
                    write(before);
                }
            }
            frame.comments.addAll(frame.conversation.remarks);
            frame.conversation.remarks.clear();
            frame.comments.addAll(unplaced);
            unplaced.clear();
            write(frame);
        }
        turn.clear();
    }

    private void write(Frame frame) throws IOException {
        TcpFlow.Packet packet = frame.packet();
        out.packet(frame.timeNs, packet.bytes(), packet.lengthBytes(), frame.comments);
    }

    @Override
    public void close() throws IOException {
        try (out) {
            flush();
        }
    }
}
