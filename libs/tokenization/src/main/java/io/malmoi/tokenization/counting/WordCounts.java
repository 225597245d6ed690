package io.malmoi.tokenization.counting;

import io.malmoi.tokenization.collections.WordTable;
import io.malmoi.tokenization.pattern.CharacterClasses;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Counts of words that several threads add to. Each thread counts in a small table of its own, which takes the frequent words,
 * and empties it here; so memory is that of the different words, once. Where even these are too many they go to disk.
 */
public final class WordCounts implements Closeable {
    private static final int SHARD_BITS = 6;
    private static final int LOCAL_WORDS = 1 << 15;
    private static final int LOCAL_CHARACTERS = 1 << 19;
    private static final String SORT_OUT = "sort out words";
    private static final String LEAVE_OUT = "leave out rare words";

    private final WordRoom room;
    private final List<WordShard> shards = new ArrayList<>();
    private LeftOutWords leftOut = LeftOutWords.NONE;

    WordCounts(WordRoom room) {
        this.room = room;
        for (int i = 0; i < 1 << SHARD_BITS; i++) {
            shards.add(new WordShard());
        }
    }

    /**
     * Ends counting: adds up what is on disk, and leaves the rarest words out if all together have no room.
     *
     * @param listener hears of words from disk, and of words that are left out
     */
    <E extends Exception> void settle(ProgressListener<E> listener) throws IOException, E {
        boolean spilled = shards.stream().anyMatch(WordShard::isSpilled);
        WordSelection.Counts counts = new WordSelection.Counts();
        for (int i = 0; i < shards.size(); i++) {
            shards.get(i).gather();
            counts.add(shards.get(i).words());
            if (spilled) {
                shards.get(i).spill();
                listener.progress(SORT_OUT, i + 1L, shards.size(), "parts");
            }
        }
        WordSelection selection = counts.select(room.slots());
        if (!selection.isAll()) {
            WordSelection.Counts kept = keep(selection, spilled);
            leftOut = counts.without(kept);
            listener.progress(LEAVE_OUT, leftOut.words(), counts.words(), "words");
        }
    }

    private WordSelection.Counts keep(WordSelection selection, boolean spilled) throws IOException {
        WordSelection.Counts kept = new WordSelection.Counts();
        for (WordShard shard : shards) {
            shard.gather();
            shard.keep(selection);
            kept.add(shard.words());
            if (spilled) {
                shard.spill();
            }
        }
        return kept;
    }

    /** What had no room. */
    public LeftOutWords leftOut() {
        return leftOut;
    }

    @Override
    public void close() throws IOException {
        for (WordShard shard : shards) {
            shard.close();
        }
    }

    /** Takes words one by one. */
    public interface Visitor {
        void word(char[] text, int start, int limit, long count);
    }

    public void forEach(Visitor visitor) {
        for (WordShard shard : shards) {
            WordTable words = shard.words();
            for (int entry = 0; entry < words.size(); entry++) {
                visitor.word(words.text(), words.start(entry), words.end(entry), words.count(entry));
            }
        }
    }

    /** Whether there is no word, or none but of white space. */
    boolean blank() {
        return shards.stream().map(WordShard::words).allMatch(WordCounts::blank);
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
        for (int shard = 0, from = 0; shard < shards.size(); shard++) {
            int to = from;
            while (to < order.length && shard(local.hash(order[to])) == shard) {
                to++;
            }
            shards.get(shard).add(local, order, from, to, room.tableBytes() / shards.size());
            from = to;
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
