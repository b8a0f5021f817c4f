/**
 * A small tracker to be embedded, for demonstrations and tests: {@link dev.oxbow.net.trackerserver.HttpTracker}, and
 * {@link dev.oxbow.net.trackerserver.UdpTracker} beside it.
 */
package dev.oxbow.net.trackerserver;
