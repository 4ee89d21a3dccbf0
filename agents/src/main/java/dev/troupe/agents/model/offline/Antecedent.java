package dev.troupe.agents.model.offline;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the pronouns of a later clause stand for: the first clause's subject, and what it does.
 *
 * @param subject "an agent", or empty when it could not be told
 * @param activity "keep an agent's state between steps", or empty
 */
record Antecedent(String subject, String activity) {
  private static final Pattern LATER_CLAUSES =
      Pattern.compile(
          "(?is)\\s*,?\\s+(?:and|or|but)\\s+(?:what|which|who|when|where|why|how)\\b.*$");
  private static final Pattern VERB_SUBJECT =
      Pattern.compile(
          "(?i)^(?:what|which|who|when|where|why|how)(?:\\s+(?:much|many|long|often|far|fast))?\\s+"
              + "(?:do|does|did|can|could|should|would|must|may|might|will|to)\\s+(.+)$");
  private static final Pattern IS_SUBJECT =
      Pattern.compile("(?i)^(?:what|which|who|when|where|why|how)\\s+(?:is|are|was|were)\\s+(.+)$");
  private static final List<String> PERSONS = List.of("i", "you", "we", "one", "they", "it");

  /** "What does it cost", "how long does it take": it is what is done, not who does it. */
  private static final Pattern ASKS_OF_ACTIVITY =
      Pattern.compile(
          "(?i)^(.*?\\b(?:what|how\\s+(?:much|long|many\\s+\\w+))\\s+(?:does|will|would|can|did))\\s+"
              + "(?:it|that|this)\\s+(cost|take|need|require)\\b(.*)$");

  /** "..., and what was the target": a property of what was asked about before. */
  private static final Pattern BARE_PROPERTY =
      Pattern.compile(
          "(?i)^what\\s+(?:is|are|was|were)\\s+the\\s+(?:[\\p{L}-]+\\s+){0,2}([\\p{L}-]+)$");

  private static final List<String> PROPERTIES =
      List.of("target", "goal", "result", "price", "cost", "value", "unit", "default");

  static Antecedent of(String sentence) {
    var first = LATER_CLAUSES.matcher(sentence).replaceFirst("");
    var asked = VERB_SUBJECT.matcher(first);
    if (asked.matches()) return ofVerbPhrase(asked.group(1));
    var named = IS_SUBJECT.matcher(first);
    if (named.matches()) return new Antecedent(named.group(1).strip(), "");
    return new Antecedent("", "");
  }

  private static Antecedent ofVerbPhrase(String phrase) {
    var words = phrase.strip().split("\\s+");
    for (var at = 1; at < words.length; at++) {
      if (!Lexicon.isVerb(words[at]) || isNounAfterDeterminer(words, at)) continue;
      var subject = String.join(" ", Arrays.copyOfRange(words, 0, at));
      var activity = String.join(" ", Arrays.copyOfRange(words, at, words.length));
      return PERSONS.contains(subject.toLowerCase(Locale.ROOT))
          ? new Antecedent(objectOf(activity), activity)
          : new Antecedent(subject, owned(activity, subject));
    }
    return new Antecedent("", "");
  }

  /** In "the store keep" the word after the determiner is the noun, though it is a verb too. */
  private static boolean isNounAfterDeterminer(String[] words, int at) {
    return words[at - 1].toLowerCase(Locale.ROOT).matches("a|an|the|this|each|every|several|many");
  }

  private static String objectOf(String activity) {
    var words = activity.split("\\s+", 2);
    return words.length < 2
        ? ""
        : words[1].replaceFirst("(?i)\\s+(?:from|to|in|on|with|by|for|between|when|if)\\s.*$", "");
  }

  private static String owned(String activity, String subject) {
    var owner = subject.endsWith("s") ? subject + "'" : subject + "'s";
    return activity.replaceAll("(?i)\\b(?:its|their)\\b", Matcher.quoteReplacement(owner));
  }

  private static boolean isBareProperty(String clause) {
    var bare = BARE_PROPERTY.matcher(clause.strip());
    return bare.matches()
        && (PROPERTIES.contains(bare.group(1).toLowerCase(Locale.ROOT))
            || Lexicon.isMeasured(Words.stem(bare.group(1))));
  }

  String resolve(String clause) {
    var asksActivity = ASKS_OF_ACTIVITY.matcher(clause);
    if (!activity.isEmpty()
        && asksActivity.matches()
        && !activity.matches("(?i)(?:cost|take)\\b.*"))
      return asksActivity.group(1)
          + " it "
          + asksActivity.group(2)
          + " to "
          + activity
          + asksActivity.group(3);
    if (subject.isEmpty()) return clause;
    if (isBareProperty(clause)) return clause + " of " + subject;
    var owner = subject.endsWith("s") ? subject + "'" : subject + "'s";
    return clause
        .replaceAll("(?i)\\b(?:its|their)\\b", Matcher.quoteReplacement(owner))
        .replaceFirst("(?i)\\b(?:it|they|them)\\b", Matcher.quoteReplacement(subject));
  }
}
