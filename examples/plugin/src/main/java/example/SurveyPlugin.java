package example;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.troupe.agents.function.Functions;
import dev.troupe.agents.function.Plugin;

/** Brings the role {@code archivist} and the function {@code java:survey.tally}. */
public final class SurveyPlugin implements Plugin {
  @Override
  public String name() {
    return "survey";
  }

  @Override
  public Functions functions() {
    return Functions.NONE.with("survey.tally", Survey::tally);
  }

  @Override
  public Config roles() {
    return ConfigFactory.parseResources(getClass().getClassLoader(), "survey-roles.conf");
  }
}
