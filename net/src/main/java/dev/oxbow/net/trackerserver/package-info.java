/** A small HTTP tracker to be embedded, for demonstrations and tests: {@link dev.oxbow.net.trackerserver.HttpTracker}. */
package dev.oxbow.net.trackerserver;
