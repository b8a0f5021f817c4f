/**
 * Talking to trackers: Announce commands in, AnnounceSucceeded and AnnounceFailed out, exactly one for each.
 * {@link dev.oxbow.net.tracker.Trackers} chooses between HTTP and UDP.
 */
package dev.oxbow.net.tracker;
