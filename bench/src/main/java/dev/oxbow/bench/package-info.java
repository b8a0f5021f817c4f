/** JMH benchmarks. {@code docs/hacking.md} says how to run them. */
package dev.oxbow.bench;
