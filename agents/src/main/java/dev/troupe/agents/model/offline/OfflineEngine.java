package dev.troupe.agents.model.offline;

import dev.troupe.agents.Role;
import dev.troupe.agents.knowledge.Embedder;
import dev.troupe.agents.knowledge.KnowledgeBase;
import dev.troupe.agents.model.Prompt;
import java.util.List;

/**
 * The extractive engine that stands in where no language model is wanted: it plans, picks
 * sentences, writes and reviews by fixed rules, and every claim it makes is a quote. The same
 * question, documents and version give the same bytes. Calls block, as embedding and looking
 * passages up do.
 */
public final class OfflineEngine {
  /** As results name it. */
  public static final String NAME = "offline";

  private record Plan(List<String> questions) {}

  private final Researcher researcher;
  private final Writer writer;
  private final Reviewer reviewer;
  private final PlainExtract plainExtract;

  public OfflineEngine(Embedder embedder, KnowledgeBase knowledge) {
    this(embedder, knowledge, OfflineSettings.DEFAULTS);
  }

  public OfflineEngine(Embedder embedder, KnowledgeBase knowledge, OfflineSettings settings) {
    this.researcher = new Researcher(embedder, settings);
    this.writer = new Writer(knowledge);
    this.reviewer = new Reviewer(embedder, knowledge);
    this.plainExtract = new PlainExtract(researcher);
  }

  /** The role's output as JSON text; plain text for a plain role. */
  public String answer(Role role, Prompt prompt) {
    var input = prompt.input();
    return switch (role.kind()) {
      case PLANNER -> Shapes.write(new Plan(QuestionSplitter.split(Shapes.text(input, "goal"))));
      case RESEARCHER ->
          Shapes.write(researcher.research(Shapes.text(input, "question"), prompt.passages()));
      case WRITER -> Shapes.write(writer.write(prompt));
      case REVIEWER -> Shapes.write(reviewer.review(prompt));
      case WORKFLOW_PLANNER -> PlanMaker.plan(Shapes.text(input, "goal"));
      case ROUTER -> Shapes.write(Router.decide(input));
      case PLAIN -> plainExtract.text(role, prompt);
    };
  }
}
