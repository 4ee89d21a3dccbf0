package dev.troupe.agents.model.offline;

/**
 * A candidate with how well it answers.
 *
 * @param similarity of its vector and the question's
 * @param coverage of the question's words, see {@link Coverage}
 * @param score both, and what its form adds or takes away
 */
record Scored(
    Candidate candidate, Vector vector, double similarity, double coverage, double score) {

  Scored withScore(double better) {
    return new Scored(candidate, vector, similarity, coverage, better);
  }
}
