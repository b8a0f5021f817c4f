package dev.oxbow.journal;

import java.util.Arrays;
import java.util.Optional;
import java.util.SplittableRandom;

/** Things that happen to a journal's files while nobody looks; which, says the seed. */
final class Misfortune {
    private static final int PAGE_BYTES = 4096;
    /** Before it are the queue's own header and index. */
    private static final int FIRST_ENTRY_AT = 65_536;
    private static final int KINDS = 13;

    private final SplittableRandom random;
    private final JournalImage image;
    private final JournalImage earlier;
    private final JournalImage foreign;
    private final int segments;
    private boolean anchorIsTrue = true;
    private boolean misplaced;
    private boolean foreignMixedIn;

    /**
     * @param earlier the same journal as a backup has it
     * @param foreign the journal of another session, with as many segments
     */
    Misfortune(long seed, JournalImage image, JournalImage earlier, JournalImage foreign, int segments) {
        this.random = new SplittableRandom(seed);
        this.image = image;
        this.earlier = earlier;
        this.foreign = foreign;
        this.segments = segments;
    }

    /** Whether the note of what was synced is as it was: without it the loss of the very end cannot be noticed. */
    boolean anchorIsTrue() {
        return anchorIsTrue;
    }

    /** Whether a whole file stands in the place of another segment's: the state of an earlier time may be believed, if not in silence. */
    boolean misplaced() {
        return misplaced;
    }

    /** Whether another session's file is there. Nothing in a segment says whose it is: it may be believed, at no risk but a wrong history. */
    boolean foreignMixedIn() {
        return foreignMixedIn;
    }

    /** One, seldom two or three. @return what happened, for people */
    String strike() {
        if (random.nextInt(12) == 0) {
            return mixedUp(1 + random.nextInt(segments));
        }
        String out = strikeOnce();
        while (random.nextInt(6) == 0) {
            out += ", " + strikeOnce();
        }
        return out;
    }

    private String strikeOnce() {
        int segment = 1 + random.nextInt(segments);
        Optional<String> name = JournalImage.entries(image, segment);
        if (name.isEmpty()) {
            return "nothing in segment " + segment;
        }
        byte[] bytes = image.get(name.get()).orElseThrow();
        int kind = random.nextInt(KINDS);
        String what = kind < 9 ? inFile(kind, name.get(), bytes) : kind == 9 ? null : withFiles(kind, segment, name.get());
        if (kind == 9) {
            int length = random.nextInt(bytes.length + PAGE_BYTES);
            bytes = Arrays.copyOf(bytes, length);
            what = "cut or grown to " + length;
        }
        if (kind <= 9) {
            image.put(name.get(), bytes);
        }
        return what + " (segment " + segment + ")";
    }

    private String inFile(int kind, String name, byte[] bytes) {
        int page = random.nextInt(Math.max(1, bytes.length / PAGE_BYTES)) * PAGE_BYTES;
        int other = random.nextInt(Math.max(1, bytes.length / PAGE_BYTES)) * PAGE_BYTES;
        int length = Math.max(0, Math.min(PAGE_BYTES, bytes.length - Math.max(page, other)));
        switch (kind) {
            case 0, 1, 2:
                return "bits " + flip(bytes, Math.min(FIRST_ENTRY_AT, bytes.length), bytes.length);
            case 3:
                return "bits of the header or index " + flip(bytes, 0, Math.min(FIRST_ENTRY_AT, bytes.length));
            case 4:
                Arrays.fill(bytes, page, page + length, (byte) 0);
                return "zeroed page " + page;
            case 5:
                System.arraycopy(bytes, other, bytes, page, length);
                return "page " + other + " doubled over " + page;
            case 6:
                byte[] kept = Arrays.copyOfRange(bytes, page, page + length);
                System.arraycopy(bytes, other, bytes, page, length);
                System.arraycopy(kept, 0, bytes, other, length);
                return "pages " + page + " and " + other + " swapped";
            case 7:
                byte[] noise = new byte[length];
                random.nextBytes(noise);
                System.arraycopy(noise, 0, bytes, page, length);
                return "noise in page " + page;
            default:
                byte[] donor = earlier.get(name).orElse(bytes);
                int count = Math.max(0, Math.min(PAGE_BYTES, Math.min(bytes.length, donor.length) - page));
                System.arraycopy(donor, Math.min(page, donor.length), bytes, page, count);
                return "page " + page + " was never written";
        }
    }

    private String flip(byte[] bytes, int from, int to) {
        StringBuilder out = new StringBuilder();
        for (int i = random.nextInt(3); i >= 0 && from < to; i--) {
            int at = from + random.nextInt(to - from);
            int bit = random.nextInt(8);
            bytes[at] ^= (byte) (1 << bit);
            out.append(at).append('.').append(bit).append(' ');
        }
        return out.toString().trim();
    }

    private String withFiles(int kind, int segment, String name) {
        String metadata = name.substring(0, 7) + "metadata.cq4t";
        switch (kind) {
            case 10:
                if (random.nextBoolean()) {
                    image.remove(metadata);
                    return "no metadata";
                }
                image.get(metadata).ifPresent(bytes -> {
                    flip(bytes, 0, bytes.length);
                    image.put(metadata, bytes);
                });
                return "flipped metadata";
            case 11:
                return anchor();
            default:
                if (random.nextBoolean()) {
                    image.removeSegment(segment);
                    return "segment gone";
                }
                image.remove(name);
                return "file gone";
        }
    }

    private String anchor() {
        anchorIsTrue = false;
        byte[] bytes = image.get("anchor").orElse(new byte[0]);
        switch (random.nextInt(3)) {
            case 0:
                image.remove("anchor");
                return "no anchor";
            case 1:
                image.put("anchor", earlier.get("anchor").orElseThrow());
                return "an earlier anchor";
            default:
                flip(bytes, 0, bytes.length);
                image.put("anchor", bytes);
                return "flipped anchor";
        }
    }

    /** Somebody puts files back where they do not belong. */
    private String mixedUp(int segment) {
        String name = JournalImage.entries(image, segment).orElseThrow();
        int other = 1 + random.nextInt(segments);
        switch (random.nextInt(4)) {
            case 0:
                earlier.get(JournalImage.entries(earlier, segment).orElse("none")).ifPresent(bytes -> image.put(name, bytes));
                return "an earlier state of the file";
            case 1:
                image.put(name, image.get(JournalImage.entries(image, other).orElse(name)).orElseThrow());
                misplaced = other != segment;
                return "the file of segment " + other + " in the place of segment " + segment;
            case 2:
                foreignMixedIn = true;
                image.put(name, alien(other));
                return "the file of segment " + other + " of another journal";
            default:
                foreignMixedIn = true;
                image.put(name.substring(0, 7) + (random.nextBoolean() ? "00000000.cq4" : "99999999.cq4"), alien(other));
                return "another journal's file beside its own";
        }
    }

    private byte[] alien(int segment) {
        return foreign.get(JournalImage.entries(foreign, segment).orElseThrow()).orElseThrow();
    }
}
