package dev.oxbow.sim;

import dev.oxbow.core.event.CheckpointEvent;
import dev.oxbow.core.event.PeerEvent;
import java.util.function.Supplier;

/** Oxbows that are wrong in one way each. */
enum NamedBugs {
    HASH_NOT_COMPARED("every piece is said to have the right hash", () -> new StepBug(Bug.Step.COMPARE_HASH, 10_000)),
    LAST_PIECE_NOT_COMPARED("the last piece is said to have the right hash", EdgeBugs::lastPieceIsAlwaysRight),
    MISMATCH_BELIEVED("a piece is believed though its hash differs", () -> FoldBugs.after(FoldBugs::believesMismatch)),
    WRITE_LOST("one block in 100 is said to be written and is not", () -> new StepBug(Bug.Step.WRITE_BLOCK, 100)),
    WRITE_MISDIRECTED("the third block of a piece is written over the second", EdgeBugs::misdirectsWrites),
    WRITE_ERROR_SWALLOWED("writing goes on after an error as if there were none", () -> new StepBug(Bug.Step.REPORT_WRITE_ERROR, 10_000)),
    READ_ERROR_SWALLOWED("what cannot be read is sent as zeros", () -> new StepBug(Bug.Step.REPORT_READ_ERROR, 10_000)),
    SYNC_OF_NOTHING("files are said to be synced and are not", () -> new StepBug(Bug.Step.SYNC_FILE, 10_000)),
    SYNC_OF_SOME("one file in two is said to be synced and is not", () -> new StepBug(Bug.Step.SYNC_FILE, 5_000)),
    STAMPS_NOT_READ("what changed while the program was away is not noticed", () -> new StepBug(Bug.Step.READ_STAMPS, 10_000)),
    SLOT_LOST("a block that is not wanted keeps its slot", () -> new StepBug(Bug.Step.RELEASE_DISCARDED, 10_000)),
    SENDS_ZEROS("one block in 20 is sent as zeros", EdgeBugs::sendsZeros),
    CLOCK_STANDS("the clock never comes", () -> EdgeBugs.deafTo(EdgeBugs::isClock)),
    ACTS_BEFORE_RECORDING("what is decided is done before it is recorded", () -> new StepBug(Bug.Step.RECORD_FIRST, 10_000)),
    JOURNAL_HELD_BACK("a killed process takes its last entries with it", JournalBugs::heldBack),
    LOCK_NOT_TAKEN("a second process starts beside the first", () -> new StepBug(Bug.Step.TAKE_LOCK, 10_000)),
    BOOT_ID_OF_PROCESS("each process takes the machine for another", EdgeBugs::bootIdOfTheProcess),
    ONE_BOOT_ID("a power cut is taken for a kill", Trial.POWER_CUT, EdgeBugs::oneBootIdForEver),
    CHECKPOINT_WITHOUT_PIECES("verified pieces are forgotten at restart", () -> JournalBugs.checkpointWithout(CheckpointEvent.PiecesRestored.class)),
    CHECKPOINT_WITHOUT_BANS("bans are forgotten at restart", () -> JournalBugs.checkpointWithout(CheckpointEvent.BanRestored.class)),
    CHECKPOINT_WITHOUT_STAMPS("what files looked like is forgotten at restart",
            () -> JournalBugs.checkpointWithout(CheckpointEvent.FileStampsRestored.class)),
    CHECKPOINT_WITHOUT_BLOCKS("blocks of begun pieces are forgotten at restart",
            () -> JournalBugs.checkpointWithout(CheckpointEvent.PartialPieceRestored.class)),
    BLOCK_COUNTED_TWICE("a block that arrives is counted twice", () -> FoldBugs.twice(PeerEvent.BlockReceived.class)),
    UPLOAD_COUNTED_TWICE("a block that is sent is counted twice", () -> FoldBugs.twice(PeerEvent.BlockSent.class)),
    REQUEST_LOST_ON_REJECT("a request that was rejected stays with the picker", () -> FoldBugs.after(FoldBugs::forgetsOnReject)),
    HAVE_COUNTED_TWICE("a have counts twice in the rarity of its piece", () -> FoldBugs.after(FoldBugs::countsHavesTwice)),
    INTEREST_MISCOUNTED("what a peer has for us is counted wrongly", () -> FoldBugs.after(FoldBugs::miscountsWhatItHas)),
    SENDING_FORGOTTEN("what is being sent is forgotten", () -> FoldBugs.after(FoldBugs::forgetsSending)),
    ENDGAME_NOT_CANCELLED("what arrived from one peer is not withdrawn from the other", () -> DecisionBugs.never(DecisionBugs::isArrivedCancel)),
    DISCARD_FORGOTTEN("what is not wanted is answered with nothing", () -> DecisionBugs.never(DecisionBugs::isDiscard)),
    REQUEST_UNANSWERED("each seventh request of the user is not answered", () -> DecisionBugs.never(DecisionBugs::isAnswer)),
    UNSYNCED_TRUSTED("after a power cut everything is trusted", Trial.POWER_CUT, () -> DecisionBugs.never(DecisionBugs::isDistrustOfUnsynced)),
    CHANGED_FILE_TRUSTED("a file that changed is trusted", () -> DecisionBugs.never(DecisionBugs::isDistrustOfChanged)),
    LAST_SENDER_BLAMED("whoever sent the last block of a bad piece is banned", () -> DecisionBugs.besides(DecisionBugs::blamesTheLastSender)),
    ASKS_WHILE_CHOKED("a peer is asked before it unchokes", () -> DecisionBugs.besides(DecisionBugs::asksWhileChoked)),
    TELLS_TOO_EARLY("a piece is told of before its hash is known", () -> DecisionBugs.besides(DecisionBugs::tellsTooEarly)),
    SENDS_TO_ANYBODY("what is asked for is sent, choked or not", () -> DecisionBugs.besides(DecisionBugs::sendsToAnybody)),
    ASKS_FOR_ANOTHER_PIECE("the piece before is asked for", () -> DecisionBugs.insteadOf(DecisionBugs::asksForThePieceBefore)),
    VERIFIES_TWICE("each piece is hashed twice", () -> DecisionBugs.insteadOf(DecisionBugs::verifiesTwice)),
    ANSWERS_TWICE("each block that is written is also discarded", () -> DecisionBugs.insteadOf(DecisionBugs::writesTwice)),
    OWN_FAULT_SWALLOWED("that our own memory changed a block is not told", () -> EdgeBugs.deafTo(EdgeBugs::isOwnFault)),
    SYNC_ERROR_SWALLOWED("files that could not be synced are said to be", EdgeBugs::swallowsSyncErrors),
    CHECKPOINT_WITHOUT_CHECKS("pieces that are to be hashed are forgotten at restart", Trial.KILL_IN_RECHECK,
            () -> JournalBugs.checkpointWithout(CheckpointEvent.ChecksRestored.class)),
    REQUEST_LOST_ON_CHOKE("a request that a choke voids stays with the picker", Trial.PLAIN_SEED, FoldBugs::keepsOnChoke),
    WRITTEN_AT_ONCE("a block is said to be written before it is", () -> new StepBug(Bug.Step.WAIT_FOR_WRITE, 10_000)),
    CHOKE_FORGOTTEN("nobody is choked", () -> DecisionBugs.never(DecisionBugs::isChoke)),
    ASKS_FOR_ONE_MORE("a peer is asked for one block more than was decided", Trial.PLAIN_SEED,
            () -> DecisionBugs.insteadOf(DecisionBugs::asksForOneMore)),
    CLOCK_FOLLOWS_THE_WALL("time in the journal is that of the wall clock, whatever it was before", EdgeBugs::followsTheWallClock);

    /** In which swarms it shows. */
    enum Trial {
        /** As seeds draw them. */
        USUAL,
        /** A power cut strikes in each, every time at another place. */
        POWER_CUT,
        /** The user has everything hashed, and the process dies, every time at another place. */
        KILL_IN_RECHECK,
        /** One of the seeds does not speak the fast extension and has room for three requests. */
        PLAIN_SEED
    }

    private final String what;
    private final Trial trial;
    private final Supplier<Bug> bug;

    NamedBugs(String what, Supplier<Bug> bug) {
        this(what, Trial.USUAL, bug);
    }

    NamedBugs(String what, Trial trial, Supplier<Bug> bug) {
        this.what = what;
        this.trial = trial;
        this.bug = bug;
    }

    Trial trial() {
        return trial;
    }

    /** What is wrong. */
    String what() {
        return what;
    }

    /** Another one for each swarm. */
    Bug make() {
        return bug.get();
    }
}
