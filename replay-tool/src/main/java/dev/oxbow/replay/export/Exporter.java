package dev.oxbow.replay.export;

import java.io.Closeable;
import java.io.IOException;

/** Writes entries in another form. Closing it writes what remains. */
interface Exporter extends Closeable {
    void entry(Moment moment) throws IOException;
}
