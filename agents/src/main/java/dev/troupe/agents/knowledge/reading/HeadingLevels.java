package dev.troupe.agents.knowledge.reading;

import java.util.regex.Pattern;

/**
 * Gives the headings of plain text their levels. Only what is certain nests: numbers, hash signs,
 * and a heading that stands directly under another one.
 */
final class HeadingLevels {
  private static final Pattern SECTION_OF_ITS_OWN =
      Pattern.compile(
          "(?i)(introduction|overview|conclusions?|summary|references?|resources|appendix"
              + "|related .*|further reading|frequently asked questions|faq|abstract)");

  /** A document that counts 1.1, 1.2 has its skeleton in its numbers. */
  private final boolean numbersAreSkeleton;

  private int numberedLevel;
  private int unnumberedLevel;
  private boolean directlyUnderHeading;

  HeadingLevels(boolean numbersAreSkeleton) {
    this.numbersAreSkeleton = numbersAreSkeleton;
  }

  void contentFollows() {
    directlyUnderHeading = false;
  }

  int levelOf(HeadingLines.Found heading) {
    int level = level(heading);
    directlyUnderHeading = true;
    return level;
  }

  private int level(HeadingLines.Found heading) {
    if (heading.marks() > 0) {
      numberedLevel = 0;
      unnumberedLevel = heading.marks();
      return heading.marks();
    }
    if (heading.numberDepth() > 0) {
      numberedLevel = heading.numberDepth() + (numbersAreSkeleton ? 0 : unnumberedLevel);
      return numberedLevel;
    }
    if (numbersAreSkeleton
        && numberedLevel > 0
        && !SECTION_OF_ITS_OWN.matcher(heading.title()).matches()) {
      return numberedLevel + 1;
    }
    unnumberedLevel = directlyUnderHeading && numberedLevel == 0 ? 2 : 1;
    numberedLevel = 0;
    return unnumberedLevel;
  }
}
