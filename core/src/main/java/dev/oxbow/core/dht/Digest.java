package dev.oxbow.core.dht;

import dev.oxbow.core.value.ByteString;
import dev.oxbow.core.value.Endpoint;
import dev.oxbow.core.value.NodeContact;
import java.util.function.LongConsumer;

/** Values as numbers, for a hash of the state. */
final class Digest {
    private Digest() {
    }

    static void add(ByteString bytes, LongConsumer out) {
        out.accept(bytes.length());
        for (int i = 0; i < bytes.length(); i++) {
            out.accept(bytes.byteAt(i));
        }
    }

    static void add(Endpoint endpoint, LongConsumer out) {
        add(endpoint.address(), out);
        out.accept(endpoint.port());
    }

    static void add(NodeContact contact, LongConsumer out) {
        add(contact.id().bytes(), out);
        add(contact.endpoint(), out);
    }
}
