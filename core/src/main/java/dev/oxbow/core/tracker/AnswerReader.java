package dev.oxbow.core.tracker;

import dev.oxbow.core.bencode.BencodeException;
import dev.oxbow.core.bencode.BencodeReader;
import dev.oxbow.core.bencode.BencodeValue;
import dev.oxbow.core.bencode.BencodeValue.BDictionary;
import dev.oxbow.core.value.ByteString;
import dev.oxbow.core.value.Text;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** What announce and scrape answers have in common: a bencoded dictionary, in which trackers mistake the types of things. */
final class AnswerReader {
    static final int LENGTH_BYTES_MAX = 1 << 20;
    static final int TEXT_CHARS_MAX = 300;
    /** For a refusal without words. */
    static final String NO_REASON = "the tracker refused without a reason";
    private static final int DIGITS_MAX = 18;

    private AnswerReader() {
    }

    /** The answer's dictionary, or nothing for any other bytes. */
    static Optional<BDictionary> dictionary(byte[] body) {
        if (body.length > LENGTH_BYTES_MAX) {
            return Optional.empty();
        }
        try {
            BencodeValue value = BencodeReader.readLenient(body, BencodeReader.TRACKER_DEPTH_MAX);
            return value instanceof BDictionary dictionary ? Optional.of(dictionary) : Optional.empty();
        } catch (BencodeException e) {
            return Optional.empty();
        }
    }

    /** Why bytes that hold no dictionary are no answer, in a sentence for people. */
    static String complaint(byte[] body) {
        if (body.length > LENGTH_BYTES_MAX) {
            return "the tracker's answer is longer than 1 MiB";
        }
        if (body.length == 0) {
            return "the tracker's answer is empty";
        }
        boolean page = new String(body, 0, Math.min(body.length, 256), StandardCharsets.ISO_8859_1).stripLeading().startsWith("<");
        return page ? "the tracker answered with a web page" : "the tracker's answer is not bencoded";
    }

    /** A refusal's words (BEP 3: {@code failure reason}; BEP 48 spells it with an underscore as well). Never an empty text. */
    static Optional<String> failureReason(BDictionary answer) {
        Optional<BencodeValue> reason = answer.get("failure reason").or(() -> answer.get("failure_reason"));
        return reason.map(AnswerReader::text).map(text -> text.isEmpty() ? NO_REASON : text);
    }

    /** Text fit to be shown, of a byte string or a number; empty for anything else. */
    static String text(BencodeValue value) {
        if (value instanceof BencodeValue.BInteger integer) {
            return Long.toString(integer.value());
        }
        if (value instanceof BencodeValue.BString string) {
            ByteString bytes = string.bytes();
            ByteString enough = bytes.substring(0, Math.min(bytes.length(), TEXT_CHARS_MAX * 4));
            return Text.printable(enough.utf8().strip(), TEXT_CHARS_MAX);
        }
        return "";
    }

    /** A number that is not negative, also where it was written as a string; else {@link AnnounceAnswer#UNKNOWN}. */
    static int number(BDictionary answer, String key) {
        return number(answer.get(key));
    }

    static int number(Optional<BencodeValue> value) {
        long number = AnnounceAnswer.UNKNOWN;
        if (value.isPresent() && value.get() instanceof BencodeValue.BInteger integer) {
            number = integer.value();
        } else if (value.isPresent() && value.get() instanceof BencodeValue.BString string) {
            number = decimal(string.bytes());
        }
        return number < 0 ? AnnounceAnswer.UNKNOWN : (int) Math.min(number, Integer.MAX_VALUE);
    }

    private static long decimal(ByteString digits) {
        long number = digits.length() == 0 || digits.length() > DIGITS_MAX ? AnnounceAnswer.UNKNOWN : 0;
        for (int i = 0; i < digits.length() && number >= 0; i++) {
            int digit = digits.byteAt(i) - '0';
            number = digit < 0 || digit > 9 ? AnnounceAnswer.UNKNOWN : number * 10 + digit;
        }
        return number;
    }
}
