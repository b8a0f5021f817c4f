/** Talking to trackers: Announce commands in, AnnounceSucceeded and AnnounceFailed out, exactly one for each. */
package dev.oxbow.net.tracker;
