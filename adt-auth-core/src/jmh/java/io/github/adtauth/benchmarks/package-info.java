/** The one command of the benchmarks: runs them in rounds, beside their peers, and reports. */
package io.github.adtauth.benchmarks;
