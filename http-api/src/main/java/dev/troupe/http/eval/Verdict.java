package dev.troupe.http.eval;

import java.util.Optional;

/**
 * One judge's finding on one answer.
 *
 * @param score where the judge counts: from 0 to 1
 * @param why what is missing or wrong; empty if nothing is
 */
public record Verdict(String judge, boolean passed, Optional<Double> score, String why) {

  public static Verdict of(String judge, Optional<String> fault) {
    return new Verdict(judge, fault.isEmpty(), Optional.empty(), fault.orElse(""));
  }
}
