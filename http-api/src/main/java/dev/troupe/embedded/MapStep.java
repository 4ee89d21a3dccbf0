package dev.troupe.embedded;

import dev.troupe.agents.function.Functions;

/** The same states for each item of an array. */
public final class MapStep extends HandledStep<MapStep> {
  private final Functions functions;

  MapStep(String items, Branch each) {
    super("Map");
    this.functions = each.functions();
    fields().put("Items", Steps.expression(items));
    var processor = fields().putObject("ItemProcessor");
    processor.putObject("ProcessorConfig").put("Mode", "INLINE");
    processor.setAll(each.machine());
  }

  /** What each is given, in place of the item; that is {@code $states.context.Map.Item.Value}. */
  public MapStep selecting(Object selected) {
    return field("ItemSelector", selected);
  }

  /** So many at the same time. */
  public MapStep atOnce(int items) {
    return field("MaxConcurrency", items);
  }

  /** So many may fail; past it the state does. */
  public MapStep tolerating(int failures) {
    return field("ToleratedFailureCount", failures);
  }

  @Override
  Functions functions() {
    return functions;
  }

  @Override
  MapStep self() {
    return this;
  }
}
