package dev.oxbow.core.piece;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.oxbow.core.value.Bitfield;
import dev.oxbow.core.value.PieceLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A picker drawn as text, four blocks a piece: {@code have: ..x.x} what is verified, {@code avail: 31021} how many peers have each piece,
 * {@code partial: 2=x.rw} a begun piece: written, missing, requested (of connection 7), being written.
 */
final class PickerPicture {
    static final int BLOCKS = 4;
    static final long SOMEBODY = 7;

    private PickerPicture() {
    }

    static PiecePicker picker(String... lines) {
        String have = line("have:", lines);
        String avail = line("avail:", lines);
        int pieces = Math.max(have.length(), avail.length());
        PiecePicker picker = new PiecePicker(new PieceLayout((long) pieces * BLOCKS * PieceLayout.BLOCK_LENGTH_BYTES,
                BLOCKS * PieceLayout.BLOCK_LENGTH_BYTES), 1, 1);
        for (int piece = 0; piece < avail.length(); piece++) {
            for (int i = avail.charAt(piece) - '0'; i > 0; i--) {
                picker.peerHas(piece);
            }
        }
        for (int piece = 0; piece < have.length(); piece++) {
            if (have.charAt(piece) == 'x') {
                picker.verified(piece);
            }
        }
        for (String line : lines) {
            if (line.startsWith("partial:")) {
                partial(picker, line.substring("partial:".length()).trim());
            }
        }
        picker.checkInvariants();
        return picker;
    }

    private static String line(String name, String... lines) {
        for (String line : lines) {
            if (line.startsWith(name)) {
                return line.substring(name.length()).trim();
            }
        }
        return "";
    }

    private static void partial(PiecePicker picker, String text) {
        int piece = Integer.parseInt(text.substring(0, text.indexOf('=')));
        String blocks = text.substring(text.indexOf('=') + 1);
        for (int block = 0; block < blocks.length(); block++) {
            if (blocks.charAt(block) != '.') {
                picker.requested(piece, block, SOMEBODY);
            }
            if (blocks.charAt(block) == 'w' || blocks.charAt(block) == 'x') {
                picker.writing(piece, block, SOMEBODY, 0, 0);
            }
            if (blocks.charAt(block) == 'x') {
                picker.written(piece, block);
            }
        }
    }

    static Bitfield peerHas(String pieces) {
        Bitfield out = new Bitfield(pieces.length());
        for (int piece = 0; piece < pieces.length(); piece++) {
            if (pieces.charAt(piece) == 'x') {
                out.add(piece);
            }
        }
        return out;
    }

    /** Picks until {@code blocksMax} blocks are asked for or nothing is left, and says the runs: {@code 3:0-1} is blocks 0 and 1 of piece 3. */
    static List<String> picks(PiecePicker picker, String peerHas, int blocksMax) {
        BlockPicker blocks = new BlockPicker(picker, 1, 1);
        List<String> out = new ArrayList<>();
        int room = blocksMax;
        while (room > 0) {
            int lacked = peerHas(peerHas).countNotIn(picker.verified());
            Optional<BlockPicker.Pick> pick = blocks.next(BlockPicker.Asker.trusted(1, peerHas(peerHas), lacked), room);
            if (pick.isEmpty()) {
                break;
            }
            for (int block = pick.get().firstBlock(); block < pick.get().firstBlock() + pick.get().blockCount(); block++) {
                picker.requested(pick.get().pieceIndex(), block, 1);
            }
            int last = pick.get().firstBlock() + pick.get().blockCount() - 1;
            out.add(pick.get().pieceIndex() + ":" + pick.get().firstBlock() + (pick.get().blockCount() == 1 ? "" : "-" + last));
            room -= pick.get().blockCount();
            picker.checkInvariants();
        }
        return out;
    }

    static void assertPicks(String expected, PiecePicker picker, String peerHas, int blocksMax) {
        assertEquals(expected, String.join(" ", picks(picker, peerHas, blocksMax)));
    }
}
