package dev.oxbow.replay.page;

import com.fasterxml.jackson.databind.node.ArrayNode;

/** Something of note at a time: a verdict, a failure, a change of phase. */
record Flag(long us, long sequence, String severity, String text) {
    void write(ArrayNode out) {
        out.addObject().put("us", us).put("seq", sequence).put("severity", severity).put("text", text);
    }
}
