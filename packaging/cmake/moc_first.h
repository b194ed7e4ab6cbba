// moc 6.4 reads this before anything else, no compiler does. It cannot read a file that starts
// with <compare>, <concepts> or <ranges> of GCC 12, because it does not expand this macro there.
#define _GLIBCXX_VISIBILITY(V)
