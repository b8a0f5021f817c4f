/** What is damaged in a journal and what follows from it, what can be saved of it, and what old segments may go. */
package dev.oxbow.replay.doctor;
