package io.malmoi.tokenization;

import io.malmoi.tokenization.pattern.CharacterClasses;
import java.util.ArrayList;
import java.util.List;

/**
 * Counts of words that several threads add to. Each thread counts in a small table of its own, which takes the frequent words,
 * and empties it here; so memory is that of the different words, once.
 */
final class WordCounts {
    private static final int SHARD_BITS = 6;
    private static final int LOCAL_WORDS = 1 << 15;
    private static final int LOCAL_CHARACTERS = 1 << 19;

    private final List<WordTable> shards = new ArrayList<>();

    WordCounts() {
        for (int i = 0; i < 1 << SHARD_BITS; i++) {
            shards.add(new WordTable());
        }
    }

    List<WordTable> shards() {
        return shards;
    }

    /** Takes words one by one. */
    interface Visitor {
        void word(char[] text, int start, int limit, long count);
    }

    void forEach(Visitor visitor) {
        for (WordTable words : shards) {
            for (int entry = 0; entry < words.size(); entry++) {
                visitor.word(words.text(), words.start(entry), words.end(entry), words.count(entry));
            }
        }
    }

    /** Whether there is no word, or none but of white space. */
    boolean blank() {
        return shards.stream().allMatch(WordCounts::blank);
    }

    private static boolean blank(WordTable words) {
        for (int entry = 0; entry < words.size(); entry++) {
            if (CharacterClasses.of(words.text()[words.end(entry) - 1]) != CharacterClasses.SPACE) {
                return false;
            }
        }
        return true;
    }

    boolean full(WordTable local) {
        return local.size() >= LOCAL_WORDS || local.characters() >= LOCAL_CHARACTERS;
    }

    /** Adds what a thread has counted and clears its table. */
    void take(WordTable local) {
        int[] order = byShard(local);
        int next = 0;
        for (int shard = 0; shard < shards.size(); shard++) {
            WordTable table = shards.get(shard);
            synchronized (table) {
                for (; next < order.length && shard(local.hash(order[next])) == shard; next++) {
                    int entry = order[next];
                    int hash = local.hash(entry);
                    table.add(local.text(), local.start(entry), local.end(entry), hash, local.count(entry));
                }
            }
        }
        local.clear();
    }

    private int[] byShard(WordTable local) {
        int[] ends = new int[shards.size() + 1];
        for (int entry = 0; entry < local.size(); entry++) {
            ends[shard(local.hash(entry)) + 1]++;
        }
        for (int shard = 0; shard < shards.size(); shard++) {
            ends[shard + 1] += ends[shard];
        }
        int[] order = new int[local.size()];
        for (int entry = 0; entry < local.size(); entry++) {
            order[ends[shard(local.hash(entry))]++] = entry;
        }
        return order;
    }

    /** The high bits, since tables use the low ones. */
    private static int shard(int hash) {
        return hash >>> Integer.SIZE - SHARD_BITS;
    }
}
