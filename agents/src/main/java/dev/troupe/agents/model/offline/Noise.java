package dev.troupe.agents.model.offline;

import java.util.regex.Pattern;

/**
 * Tells sentences that can never be a claim: code, questions, leads-in, references, self-praise.
 */
final class Noise {
  private static final int FEWEST_PROSE_WORDS = 4;
  private static final int LONGEST_QUOTE_CHARACTERS = 420;
  private static final Pattern SELF_TALK =
      Pattern.compile(
          "(?i)\\b(?:feel free|drop (?:a|me|us)|leave a comment|happy (?:building|coding|hacking)"
              + "|subscribe|sign up|click here|read (?:on|more)|learn more|check out|stay tuned|let me know"
              + "|love to hear|i hope|thanks for|thank you|back at|hey everyone|you[’']ll (?:learn|understand)"
              + "|(?:this|our) (?:article|post|section|guide|tutorial|chapter|page)|in this (?:article|post|section)"
              + "|walks? (?:you )?through|deep(?:er)? dives?|dive (?:in|into|deep)|get started"
              + "|helpful references|here[’']s (?:what|a simplified|an? example|how)"
              + "|let[’']s|i want to|want to talk|jump into|(?:diagram|figure|table|snippet|example|code) (?:below|above|shows)"
              + "|below is|as follows|the following)\\b");
  private static final Pattern REFERENCE =
      Pattern.compile("https?://|www\\.|[\"“][^\"”]{8,}[\"”]\\.?\\s*(?:19|20)\\d\\d\\.?$|→.*→");
  private static final Pattern CODE =
      Pattern.compile(
          "[{};]\\s*$|[{}]|\\b\\w+\\([^)]*\\)\\s*[:;{]?$|-->|->>|=>|==|\\w+\\s=\\s\\S|^\\s*(?:def|import|from|return|class|async|await"
              + "|const|var|public|FROM|RUN|COPY|CMD|style|subgraph|participant)\\s|[\\u2500-\\u257F▼◄►]|^\\s*[#@$]\\s?\\w|^[\\w-]+:\\s\\S+$");

  private static final Pattern QUOTED_TITLE = Pattern.compile("^[\"“][^\"”]{0,80}[\"”]\\.?$");
  private static final Pattern NOISE_PLACE =
      Pattern.compile(
          "(?i)(?:^|›)\\s*(?:[\\d.]+\\s+)?(?:references?|resources|bibliography|further reading"
              + "|see also|links|related (?:resources|links|reading|articles)|about the author"
              + "|table of contents|contents)\\s*$");

  private Noise() {}

  static boolean isNoisePlace(String heading) {
    return NOISE_PLACE.matcher(heading).find();
  }

  static boolean isSelfTalk(String text) {
    return SELF_TALK.matcher(text).find();
  }

  static boolean isNoise(String text, boolean isItem) {
    return isUnquotable(text)
        || text.endsWith("?")
        || text.endsWith(":")
        || isSelfTalk(text)
        || QUOTED_TITLE.matcher(text).matches()
        || REFERENCE.matcher(text).find()
        || CODE.matcher(text).find()
        || (isItem ? isBareWord(text) : isFragment(text));
  }

  /** Too long for a quote, or with a number in brackets that would look like one of ours. */
  static boolean isUnquotable(String text) {
    return text.length() > LONGEST_QUOTE_CHARACTERS || text.matches("(?s).*\\[\\d+].*");
  }

  private static boolean isBareWord(String text) {
    return Words.of(text).size() < 2;
  }

  /** Prose that ends without a full stop is a caption or a torn line. */
  private static boolean isFragment(String text) {
    var tooShort = Words.of(text).size() < FEWEST_PROSE_WORDS && Quantity.in(text).isEmpty();
    return tooShort || !text.matches("(?s).*[.!)”\"’%]$");
  }
}
