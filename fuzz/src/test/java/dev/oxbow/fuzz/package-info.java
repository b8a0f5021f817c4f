/** What every reader of foreign bytes promises, tried on a corpus in each build and by a coverage-guided fuzzer on demand. */
package dev.oxbow.fuzz;
