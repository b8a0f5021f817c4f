package dev.oxbow.sim.rogue;

import dev.oxbow.core.rule.Code;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Supplier;

/** All scripted peers, and what each is to be found guilty of. */
public enum Rogues {
    NO_HANDSHAKE(OpeningRogues.NoHandshake::new, Code.BAD_HANDSHAKE),
    SILENT(OpeningRogues.Silent::new, Code.BAD_HANDSHAKE),
    OTHER_TORRENT(OpeningRogues.OtherTorrent::new, Code.INFOHASH_MISMATCH),
    MIRROR(OpeningRogues.Mirror::new, Code.SELF_OR_DUPLICATE),
    CHANGING_ID(OpeningRogues.ChangingId::new, Code.PEER_ID_CHANGED),
    OVERSIZE(FramingRogues.Oversize::new, Code.FRAME_OVERSIZE),
    BAD_LENGTH(FramingRogues.BadLength::new, Code.BAD_LENGTH),
    UNKNOWN_ID(FramingRogues.UnknownId::new, Code.UNKNOWN_ID),
    KEEP_ALIVES(ChatterRogues.KeepAlives::new, Code.CHATTER_FLOOD),
    FICKLE(LeechRogues.Fickle::new, Code.CHATTER_FLOOD),
    BAD_BITFIELD(FramingRogues.BadBitfield::new, Code.BITFIELD_BAD),
    LATE_BITFIELD(FramingRogues.LateBitfield::new, Code.BITFIELD_LATE),
    HAVE_BEYOND(FramingRogues.HaveBeyond::new, Code.HAVE_RANGE),
    REGRESSION(OpeningRogues.Regression::new, Code.PROGRESS_REGRESSION),
    PUSHY(SeedRogues.Pushy::new, Code.UNREQUESTED_BLOCK),
    CROOKED(FramingRogues.Crooked::new, Code.BLOCK_GEOMETRY),
    POISON(SeedRogues.Poison::new, Code.BAD_HASH_SOLE),
    POISON_AMONG_OTHERS(SeedRogues.PoisonAmongOthers::new, Code.BAD_HASH_PROVEN, Code.BAD_HASH_SUSPECT),
    TWO_FACED(SeedRogues.TwoFaced::new, Code.EQUIVOCATION, Code.BAD_HASH_SOLE),
    MUTE(SeedRogues.Mute::new, Code.SNUB),
    NEVER_UNCHOKES(SeedRogues.NeverUnchokes::new, Code.NEVER_UNCHOKES),
    TRICKLE(SeedRogues.Trickle::new, Code.TRICKLE_BLOCKER),
    FLAPPER(ChatterRogues.Flapper::new, Code.CHOKE_FLAP),
    FAKE_HAVE(SeedRogues.FakeHave::new, Code.FAKE_HAVE),
    WHILE_CHOKED(LeechRogues.WhileChoked::new, Code.REQ_CHOKED),
    BEYOND_THE_END(LeechRogues.BeyondTheEnd::new, Code.REQ_INVALID),
    TOO_MUCH_AT_ONCE(LeechRogues.TooMuchAtOnce::new, Code.REQ_OVERSIZE),
    FLOOD(LeechRogues.Flood::new, Code.REQ_FLOOD),
    AGAIN(LeechRogues.Again::new, Code.REQ_REPEAT_CANCEL),
    KNOWN_LEECH(OpeningRogues.KnownLeech::new, Code.LEECH_CLIENT),
    LIAR(LeechRogues.Liar::new, Code.PROGRESS_LIE),
    FAST_UNASKED(ChatterRogues.FastUnasked::new, Code.FAST_VIOLATION),
    REJECTS_UNASKED(ChatterRogues.RejectsUnasked::new, Code.FAST_VIOLATION),
    MALFORMED(ExtensionRogues.Malformed::new, Code.EXT_MALFORMED),
    CHANGING_SIZE(ExtensionRogues.ChangingSize::new, Code.EXT_HANDSHAKE_BOGUS),
    METADATA_UNASKED(ExtensionRogues.MetadataUnasked::new, Code.METADATA_POISON),
    CHURN(OpeningRogues.Churn::new, Code.CONNECT_CHURN),
    /** Anything: it is guilty of nothing in particular. */
    GRAMMAR(GrammarRogue::new),
    GOSSIP(ExtensionRogues.Gossip::new, Code.PEX_ABUSE),
    /** Breaks no rule; among nodes that all speak the fast extension it alone shows what becomes of peers that do not. */
    PLAIN(PlainSeed::new),
    NONSENSE_TRACKER(ServiceRogues.NonsenseTracker::new, Code.TRACKER_LIE),
    EMPTY_TRACKER(ServiceRogues.EmptyTracker::new, Code.TRACKER_LIE),
    GARBAGE_NODE(ServiceRogues.GarbageNode::new, Code.DHT_GARBAGE);

    private final Supplier<Rogue> script;
    private final Set<Code> codes;

    Rogues(Supplier<Rogue> script, Code... codes) {
        this.script = script;
        this.codes = EnumSet.noneOf(Code.class);
        this.codes.addAll(Set.of(codes));
    }

    /** A new one. */
    public Rogue play() {
        return script.get();
    }

    /** The rules that it is to be found to break. */
    public Set<Code> codes() {
        return Set.copyOf(codes);
    }
}
