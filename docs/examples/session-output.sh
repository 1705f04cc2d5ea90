# Run a program in a session, follow its output to its end, and read a part of it again
# 在会话中运行程序，跟随输出直到结束，再读取其中一部分
kimi-shell session create count --agent shell -- -c 'for i in 1 2 3; do echo "line $i"; done'
kimi-shell session tail count --follow
kimi-shell session tail count --from 0 --to 6
kimi-shell session delete count
