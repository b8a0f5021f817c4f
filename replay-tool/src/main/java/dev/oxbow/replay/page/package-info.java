/** {@code replay serve}: a journal as a page in the browser, served to this machine only, or saved as one file. Only reads the journal. */
package dev.oxbow.replay.page;
