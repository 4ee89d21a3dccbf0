package dev.troupe.agents.model;

import java.util.List;

/**
 * What may be on bills for a call beside the tokens that were counted.
 *
 * @param inVain models that were asked before the one that answered
 * @param kept tokens of the prompt that were written to the provider's cache
 */
public record Bill(List<String> inVain, long kept) {
  public static final Bill NONE = new Bill(List.of(), 0);

  public Bill {
    inVain = List.copyOf(inVain);
  }
}
