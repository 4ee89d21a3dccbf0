package dev.troupe.benchmark.knowledge;

import dev.troupe.agents.knowledge.Documents;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Any number of passages out of a few texts: each is two of their sentences, drawn by a fixed seed,
 * under a heading of its own, no two alike. A document has a hundred.
 */
final class RecombinedPassages implements Documents {
  private static final int PASSAGES_PER_DOCUMENT = 100;
  private static final int SEED = 20;
  private static final Pattern PARAGRAPH = Pattern.compile("\n\\s*\n|\n(?=\\s*[-*#|>])");
  static final Pattern SENTENCE = Pattern.compile("(?<=[.!?])\\s+(?=[A-Z])");
  private static final Pattern USABLE = Pattern.compile("[A-Z][^|#`]{29,199}[.!?]");

  private final List<String> passages;

  private RecombinedPassages(List<String> passages) {
    this.passages = passages;
  }

  /** Of all Markdown and text files of a folder and those below it. */
  static RecombinedPassages of(Path folder, int count) throws IOException {
    List<String> sentences = sentences(folder);
    if ((long) sentences.size() * (sentences.size() - 1) < 2L * count) {
      throw new IOException(
          "%s has %d sentences: too few for %d passages"
              .formatted(folder, sentences.size(), count));
    }
    var random = new Random(SEED);
    Set<String> passages = new LinkedHashSet<>();
    while (passages.size() < count) {
      String first = sentences.get(random.nextInt(sentences.size()));
      String second = sentences.get(random.nextInt(sentences.size()));
      if (!first.equals(second)) {
        passages.add(first + " " + second);
      }
    }
    return new RecombinedPassages(List.copyOf(passages));
  }

  static List<String> sentences(Path folder) throws IOException {
    Set<String> sentences = new TreeSet<>();
    try (var files = Files.walk(folder)) {
      for (Path file : files.filter(one -> one.toString().matches(".*\\.(md|txt)")).toList()) {
        PARAGRAPH
            .splitAsStream(Files.readString(file))
            .map(paragraph -> paragraph.strip().replaceAll("\\s+", " "))
            .flatMap(SENTENCE::splitAsStream)
            .filter(sentence -> USABLE.matcher(sentence).matches())
            .forEach(sentences::add);
      }
    }
    return List.copyOf(sentences);
  }

  /** Questions that nobody has written a passage for: halves of two sentences each. */
  static List<String> queries(Path folder, int count) throws IOException {
    List<String> sentences = sentences(folder);
    var random = new Random(SEED + 1);
    List<String> queries = new ArrayList<>();
    while (queries.size() < count) {
      queries.add(
          half(sentences.get(random.nextInt(sentences.size())))
              + " "
              + half(sentences.get(random.nextInt(sentences.size()))));
    }
    return queries;
  }

  private static String half(String sentence) {
    String[] words = sentence.split("\\s+");
    return String.join(" ", List.of(words).subList(words.length / 2, words.length));
  }

  @Override
  public List<String> names() {
    return IntStream.rangeClosed(
            1, (passages.size() + PASSAGES_PER_DOCUMENT - 1) / PASSAGES_PER_DOCUMENT)
        .mapToObj("made-up-%05d.md"::formatted)
        .toList();
  }

  @Override
  public byte[] read(String name) {
    int from = names().indexOf(name) * PASSAGES_PER_DOCUMENT;
    var text = new StringBuilder();
    int to = Math.min(passages.size(), from + PASSAGES_PER_DOCUMENT);
    for (int at = from; at < to; at++) {
      text.append("# Note %d%n%n%s%n%n".formatted(at + 1, passages.get(at)));
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }
}
