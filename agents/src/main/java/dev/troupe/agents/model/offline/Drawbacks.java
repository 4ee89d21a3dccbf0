package dev.troupe.agents.model.offline;

import java.util.regex.Pattern;

/** Tells what is said against a thing from what is said of it. */
final class Drawbacks {
  private static final Pattern AGAINST =
      Pattern.compile(
          "(?i)\\b(?:drawbacks?|disadvantages?|downsides?|cons|shortcomings?|weak\\w*|limit\\w*|risk\\w*|trade-?offs?"
              + "|but|however|although|unless|costs?|costly|expensive|overhead|slow\\w*|hard|harder|difficult\\w*|complex\\w*"
              + "|lose|loses|lost|loss|lack\\w*|fail\\w*|stale|not|no|never|cannot|without|requires?)\\b|n['’]t\\b");

  private Drawbacks() {}

  /** In the claim, its table's header or the heading right above. */
  static boolean areIn(Candidate candidate) {
    var heading = candidate.passage().heading();
    var header = candidate.passage().header();
    return AGAINST.matcher(candidate.quote()).find()
        || (header != null && AGAINST.matcher(header).find())
        || (heading != null && AGAINST.matcher(last(heading)).find());
  }

  private static String last(String heading) {
    return heading.substring(heading.lastIndexOf('›') + 1);
  }
}
