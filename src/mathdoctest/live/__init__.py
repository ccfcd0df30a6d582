"""What a published page carries of its check: what each number stands for, and how to compute it.

The flow goes one way. `page` has the Markdown checked and `marks` puts a mark at each number, which
the Markdown extension turns into an element. `explain` says what each number stands for, `program`
turns the trees behind the numbers into one JavaScript function, and `island` puts all of it into
the HTML. In the reader's browser ``assets/claims.js`` shows the explanations and
``assets/live.js`` runs the function. The page is complete without either.
"""
