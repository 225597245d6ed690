package io.malmoi.tokenization.training;

import io.malmoi.tokenization.collections.Pairs;
import io.malmoi.tokenization.counting.ProgressListener;
import io.malmoi.tokenization.counting.WordCounts;
import io.malmoi.tokenization.definition.Model;
import io.malmoi.tokenization.text.InvalidTextException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Merges pairs of tokens, the most frequent first, until the vocabulary is as large as asked for. Counts of pairs are kept up
 * to date by the places that change, which every candidate carries, so a merge costs what it changes and no more. Follows
 * the reference library to the letter where that matters: a token may come about in two ways, and then takes its first id;
 * the pair that was merged keeps its count.
 */
final class PairMerger {
    private static final String STAGE = "merge pairs";
    private static final int REPORT_EVERY = 64;

    private final BpeSettings settings;
    private final MergeText text;
    private final PairTable pairs = new PairTable();
    private final MergeCandidates candidates;
    private final List<String> tokens = new ArrayList<>();
    private final Map<String, Integer> ids = new HashMap<>();
    private final List<long[]> merges = new ArrayList<>(); // pair, id
    private final int[] lengths; // first tokens that each token is made of
    private final int maximumLength;
    private final String prefix;
    private final PairChanges changes = new PairChanges();

    PairMerger(BpeSettings settings, FirstTokens first, MergeText text) {
        this.settings = settings;
        this.text = text;
        this.lengths = new int[settings.vocabularySize()];
        int maximum = settings.characters().maximumTokenLength();
        this.maximumLength = maximum == 0 ? Integer.MAX_VALUE : maximum;
        this.prefix = settings.characters().continuingSubwordPrefix();
        for (String token : first.tokens()) {
            addToken(token, first.length(tokens.size()));
        }
        this.candidates = new MergeCandidates(pairs, settings.minimumFrequency());
    }

    /** What is to be merged; the words may be closed then. */
    static PairMerger of(BpeSettings settings, WordCounts words) {
        FirstTokens first = FirstTokens.of(settings, words);
        return new PairMerger(settings, first, new MergeText(words, first));
    }

    /** Learns vocabulary and merges; see {@link BpeTrainer#train}. To be called once. */
    <E extends Exception> Model.Bpe merge(ProgressListener<E> listener) throws E {
        countPairs();
        run(listener);
        return model();
    }

    private int addToken(String token, int length) {
        ids.put(token, tokens.size());
        lengths[tokens.size()] = length;
        tokens.add(token);
        return tokens.size() - 1;
    }

    private void countPairs() {
        int[] slots = text.slots();
        PairChanges all = new PairChanges();
        for (int i = 1; i + 1 < slots.length; i++) {
            if (slots[i] >= 0 && slots[i + 1] >= 0) {
                all.made(Pairs.pair(slots[i], slots[i + 1]), text.frequency(i), i);
            }
        }
        apply(all);
    }

    /** All counts first: a candidate carries the count that its pair has in the end. */
    private void apply(PairChanges all) {
        all.forEach((pair, change, places) -> pairs.add(pair, change));
        all.forEach((pair, change, places) -> {
            if (places.size() > 0) {
                candidates.add(pair, places);
            }
        });
    }

    private <E extends Exception> void run(ProgressListener<E> listener) throws E {
        int first = tokens.size();
        int total = settings.vocabularySize() - first;
        listener.progress(STAGE, 0, total, "merges");
        while (tokens.size() < settings.vocabularySize()) {
            MergeCandidates.Candidate top = candidates.next();
            if (top == null) {
                break;
            }
            merge(top);
            if (merges.size() % REPORT_EVERY == 0) {
                listener.progress(STAGE, tokens.size() - first, total, "merges");
            }
        }
        listener.progress(STAGE, tokens.size() - first, tokens.size() - first, "merges");
    }

    private void merge(MergeCandidates.Candidate top) {
        int first = Pairs.first(top.pair());
        int second = Pairs.second(top.pair());
        int id = merged(first, second);
        merges.add(new long[] {top.pair(), id});
        if (pairs.candidateTaken(top.pair()) == 0) {
            for (int place : top.places()) {
                mergeAt(place, first, second, id);
            }
        } else {
            mergeWords(top.places(), first, second, id);
        }
        apply(changes);
        changes.clear();
    }

    /** The token that two become; it may be there already. */
    private int merged(int first, int second) {
        String rest = tokens.get(second);
        rest = rest.startsWith(prefix) ? rest.substring(prefix.length()) : rest;
        String token = tokens.get(first).concat(rest);
        int length = lengths[first] + lengths[second];
        Integer there = ids.get(token);
        if (there != null && lengths[there] != length) {
            throw new InvalidTextException("the text spells the token \"" + token
                    + "\" in two ways: choose a prefix or suffix that it does not contain");
        }
        return there == null ? addToken(token, length) : there;
    }

    /** Merges everywhere in the words of these places: places of the pair's other candidates in the same words go with them. */
    private void mergeWords(int[] places, int first, int second, int id) {
        int done = 0;
        for (int place : places) {
            if (place >= done) {
                int slot = text.wordStart(place);
                while (text.at(slot) != MergeText.BORDER) {
                    mergeAt(slot, first, second, id);
                    slot += lengths[text.at(slot)];
                }
                done = slot;
            }
        }
    }

    private void mergeAt(int place, int first, int second, int id) {
        if (text.at(place) != first) {
            return;
        }
        int middle = place + lengths[first];
        if (text.at(middle) != second) {
            return;
        }
        int end = middle + lengths[second];
        long frequency = text.frequency(place);
        int left = text.before(place);
        if (left >= 0) {
            int before = text.at(left);
            changes.lost(Pairs.pair(before, first), frequency);
            if (lengths[before] + lengths[id] < maximumLength) {
                changes.made(Pairs.pair(before, id), frequency, left);
            }
        }
        int after = text.at(end);
        if (after != MergeText.BORDER) {
            changes.lost(Pairs.pair(second, after), frequency);
            if (lengths[id] + lengths[after] < maximumLength) {
                changes.made(Pairs.pair(id, after), frequency, place);
            }
        }
        text.merge(place, middle, end, id);
    }

    /** A pair that was merged again, as another candidate, has the rank of the last time. */
    private Model.Bpe model() {
        Map<Long, Integer> last = new HashMap<>();
        for (int rank = 0; rank < merges.size(); rank++) {
            last.put(merges.get(rank)[0], rank);
        }
        int[] kept = last.values().stream().mapToInt(Integer::intValue).sorted().toArray();
        List<Model.Bpe.Merge> ordered = Arrays.stream(kept)
                .mapToObj(merges::get)
                .map(merge -> new Model.Bpe.Merge(Pairs.first(merge[0]), Pairs.second(merge[0]), (int) merge[1]))
                .toList();
        BpeSettings.Characters characters = settings.characters();
        return new Model.Bpe(
                tokens,
                ordered,
                new Model.Bpe.Options(
                        characters.unknownToken(), prefix, characters.endOfWordSuffix(), false, false, false));
    }
}
